package spec

// PackFiles are the files of one pack that count, among those of a configuration.
func PackFiles(files map[string][]byte, pack string) map[string][]byte {
	out := map[string][]byte{}
	for path, data := range files {
		if s := place(path); s.pack == pack && s.role != roleIgnored && s.role != roleUnknown {
			out[path] = data
		}
	}
	return out
}

// FilesHash names files by their content, as the hash of a configuration does.
func FilesHash(files map[string][]byte) string {
	b := &Bundle{Files: files, trees: map[string]*node{}}
	for path, data := range files {
		if place(path).isJSON() {
			b.trees[path] = parse(path, data, &findings{})
		}
	}
	return hash(b)
}
