package api

// signatureRoutes are how people come to a signature of their own.
func (d *description) signatureRoutes() {
	pin := object{"type": "string", "minLength": 6, "maxLength": 200, "description": "Six characters or more, neither a run nor all the same. The program does not keep it."}
	body := func(required []any, props object) object {
		return object{"type": "object", "additionalProperties": false, "required": required, "properties": props}
	}
	d.paths["/api/kontora/signature"] = object{"get": operation("signature", "My keys and certificates", "Kontora", nil, nil, ref("OwnSignature"))}
	d.paths["/api/kontora/signature/key"] = object{"post": operation("make_signature_key", "Make a key that waits for its certificate", "Kontora", nil,
		body([]any{"pin"}, object{"pin": pin}), ref("OwnSignature"))}
	d.paths["/api/kontora/signature/pin"] = object{"post": operation("change_signature_pin", "Change the PIN of my key", "Kontora", nil,
		body([]any{"old", "pin"}, object{"old": text, "pin": pin}), ref("OwnSignature"))}
	d.paths["/api/kontora/certificates"] = object{"get": operation("certificates", "Certificates of all people, for roles that certify", "Kontora",
		[]any{query("after", "next of the page before.")}, nil, object{"type": "object", "properties": object{
			"certificates": object{"type": "array", "items": ref("IssuedCertificate")}, "next": object{"type": []any{"string", "null"}}}})}
	for path, media := range map[string]string{"ca.crt": "application/x-x509-ca-cert", "crl": "application/pkix-crl"} {
		id, summary := "authority", "Certificate of the authority (DER), for everybody"
		if path == "crl" {
			id, summary = "revocation_list", "Signed list of revoked certificates (DER), for everybody"
		}
		get := operation(id, summary, "Kontora", nil, nil, nil)
		get["security"] = []any{}
		responses := get["responses"].(object)
		delete(responses, "204")
		responses["200"] = object{"description": "The file", "content": object{media: object{"schema": object{"type": "string", "format": "binary"}}}}
		d.paths["/api/kontora/sign/"+path] = object{"get": get}
	}
}

// shapeOrNull is a named shape, or null.
func shapeOrNull(name string) object {
	return object{"oneOf": []any{ref(name), object{"type": "null"}}}
}
