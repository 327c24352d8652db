package spec

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// hash names a configuration by its content: paths in order, JSON without its
// white space. The order of keys counts, because it is meaning.
func hash(b *Bundle) string {
	sum := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(b.Files)) {
		content := canonical(b, path)
		fmt.Fprintf(sum, "%d %s %d\n", len(path), path, len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// canonical is the content that counts: JSON compact, other text without
// trailing space and with plain line ends, broken files as they are.
func canonical(b *Bundle, path string) []byte {
	if tree := b.trees[path]; tree != nil {
		return tree.appendJSON(nil)
	}
	data := bytes.ReplaceAll(b.Files[path], []byte("\r\n"), []byte("\n"))
	return bytes.TrimRight(data, " \t\r\n")
}
