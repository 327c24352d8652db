package api

// postWalk has made-up people walk at random over a type of a draft.
func postWalk(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	var in struct {
		Files  map[string]*string `json:"files"`
		Type   string             `json:"type"`
		Steps  int                `json:"steps"`
		Seed   int64              `json:"seed"`
		Within int                `json:"within"` // seconds
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	files, found, err := a.sound(in.Files)
	if err != nil || files == nil {
		return refusedDraft(found), err
	}
	return stage.Walk(a.re.Request.Context(), a.lang, files, in.Type, in.Steps, in.Seed, in.Within)
}
