// Package extract reads the plain text of documents: PDF, docx, xlsx, plain text.
// What it cannot read has no text. It is bounded by the size of a file, of what it
// unpacks to, and of the text; it never fails on what is in a file.
//
// It knows nothing of records, rights or storage.
package extract

// Bounds of one document.
const (
	MaxSize     = 20 << 20  // bytes of a file; a larger one has no text
	maxUnpacked = 64 << 20  // bytes that one part of an archive may unpack to
	maxText     = 400 << 10 // bytes of text that are kept
)
