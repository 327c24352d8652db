package spec

// CertificateDecl is what becomes of a person's certificate.
type CertificateDecl struct {
	Pos
	Do           string `json:"do" req:"true" enum:"issue,revoke" doc:"issue: certifies the key that the person has made and that waits; the certificate they had is revoked. revoke: takes the certificate from them and destroys the key; nothing happens to who has none."`
	For          *Expr  `json:"for" req:"true" place:"value" doc:"Whose: one person."`
	Agreement    *Expr  `json:"agreement" place:"form" doc:"With issue, where it must stand: what proves that the person has agreed to sign electronically. Not true: nothing is issued."`
	Until        *Expr  `json:"until" place:"value" doc:"With issue, where it must stand: the instant or the day on which it ends, twelve months from now at most."`
	Serial       Name   `json:"serial" ref:"field" doc:"With issue, where it must stand: the text field of the record that gets the number of the certificate."`
	Name         *Expr  `json:"name" place:"value" doc:"With issue, where it must stand: full name in the certificate."`
	Surname      *Expr  `json:"surname" place:"value" doc:"Surname in the certificate."`
	Given        *Expr  `json:"given" place:"value" doc:"First name and patronymic in the certificate."`
	Position     *Expr  `json:"position" place:"value" doc:"Position in the certificate."`
	Organization *Expr  `json:"organization" place:"value" doc:"Organisation in the certificate."`
	Email        *Expr  `json:"email" place:"value" doc:"Address of mail in the certificate."`
	Country      *Expr  `json:"country" place:"value" doc:"Country in the certificate, two letters. Default: RU."`
	Reason       string `json:"reason" enum:"unspecified,compromised,superseded,ceased" doc:"With revoke: why, as the list of revoked certificates tells it. ceased: they have left; compromised: somebody else may know the key."`
	Note         string `json:"note" doc:"A remark; ignored."`
}
