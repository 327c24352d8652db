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
	return plain(b.Files[path])
}

// plain is text without what editors change by themselves.
func plain(data []byte) []byte {
	return bytes.TrimRight(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), " \t\r\n")
}
