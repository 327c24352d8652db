package api

import "kontora/internal/designer"

// drafts are the routes of packs and of configurations in the making, for those
// who design.
func (d *description) drafts() {
	if !d.a.isDesigner() {
		return
	}
	const tag, base = "Configuration", "/api/kontora/config/drafts"
	whole, flag := object{"type": "integer"}, object{"type": "boolean"}
	person := object{"type": []any{"object", "null"}, "required": []any{"id", "name"}, "properties": object{"id": text, "name": text}}
	orNone := object{"type": []any{"string", "null"}}
	files := object{"type": "object", "additionalProperties": orNone, "description": "Path → text; null deletes."}
	paths := object{"type": "array", "items": text}
	closed := func(properties object, required ...any) object {
		out := object{"type": "object", "additionalProperties": false, "properties": properties}
		if len(required) > 0 {
			out["required"] = required
		}
		return out
	}
	clash := closed(object{"path": text, "base": orNone, "ours": orNone, "theirs": orNone, "merged": orNone, "places": paths}, "path", "places")
	clashes := object{"type": "array", "items": clash}
	draft := func(files any) object {
		return closed(object{"id": text, "title": text, "author": person, "created": text, "updated": text, "revision": whole,
			"base": closed(object{"revision": whole, "hash": text}, "revision", "hash"), "behind": flag, "files": files,
			"touched":   object{"type": "object", "additionalProperties": closed(object{"by": person, "at": text, "revision": whole}, "by", "at", "revision")},
			"conflicts": clashes}, "id", "title", "author", "created", "updated", "revision", "base", "behind", "files", "touched", "conflicts")
	}
	d.schemas["Draft"] = draft(files)
	d.schemas["Drafts"] = closed(object{"items": object{"type": "array", "items": draft(paths)}}, "items")
	d.schemas["Rebased"] = closed(object{"draft": ref("Draft"), "conflicts": clashes}, "draft", "conflicts")
	d.schemas["Published"] = closed(object{"revision": whole, "hash": text, "diagnostics": object{"type": "array", "items": object{"type": "object"}}},
		"revision", "hash", "diagnostics")
	title := object{"type": "string", "maxLength": designer.MaxDraftTitle}

	d.schemas["Packs"] = closed(object{"items": object{"type": "array", "items": closed(object{"key": text, "title": text, "installed": orNone, "version": orNone,
		"shipped": orNone, "update": flag, "changed_here": flag, "original_known": flag, "requires": paths},
		"key", "title", "installed", "shipped", "update", "changed_here", "original_known")}}, "items")
	pack := closed(object{"pack": text}, "pack")
	d.paths["/api/kontora/config/packs"] = object{
		"get":  operation("packs", "Packs that are installed or come with the program", tag, nil, nil, ref("Packs")),
		"post": operation("install_packs", "Install packs", tag, nil, closed(object{"packs": paths}, "packs"), ref("Published"))}
	d.paths["/api/kontora/config/packs/update"] = object{
		"post": operation("update_pack", "Begin a draft that brings a pack to the one that comes with the program", tag, nil, pack, ref("Draft"))}
	d.paths["/api/kontora/config/packs/remove"] = object{
		"post": operation("remove_pack", "Begin a draft without a pack", tag, nil, pack, ref("Draft"))}
	d.paths["/api/kontora/config/packs/upload"] = object{
		"post": operation("upload_pack", "Begin a draft with the pack of an archive: the body is the zip", tag, nil, nil, ref("Draft"))}
	d.paths[base] = object{
		"get":  operation("drafts", "Configurations in the making", tag, nil, nil, ref("Drafts")),
		"post": operation("begin_draft", "Begin one over the configuration in force", tag, nil, closed(object{"title": title}), ref("Draft"))}
	d.paths[base+"/{id}"] = object{"parameters": []any{idInPath},
		"get": operation("draft", "One with its texts", tag, nil, nil, ref("Draft")),
		"patch": operation("save_draft", "Change files of it", tag, nil, closed(object{
			"revision": object{"type": "integer", "minimum": 1, "description": "The one that was seen; what others saved since is merged."},
			"title":    title, "files": files, "revert": paths}, "revision"), ref("Draft")),
		"delete": operation("drop_draft", "Forget it", tag, nil, nil, nil)}
	d.paths[base+"/{id}/rebase"] = object{"parameters": []any{idInPath},
		"post": operation("rebase_draft", "Put it on the configuration in force", tag, nil, closed(object{"resolve": files}), ref("Rebased"))}
	d.paths[base+"/{id}/publish"] = object{"parameters": []any{idInPath},
		"post": operation("publish_draft", "Put it in force", tag, nil, closed(object{"revision": whole, "note": text, "moves": object{"type": "object"}}), ref("Published"))}
}
