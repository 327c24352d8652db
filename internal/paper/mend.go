package paper

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// The library tells readers in one range which letters its codes are. A range may
// not go over from one first byte to another (ISO 32000, 9.10.3); poppler and
// browsers are lenient, but other readers, the one that our own search uses among
// them, see rubbish. mend writes the ranges as they must be.

const rangesHead = "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n"

var rangesRight = func() string {
	var b strings.Builder
	for first := 0; first < 256; first += 100 { // no more than a hundred at once
		last := min(first+100, 256)
		fmt.Fprintf(&b, "%d beginbfrange\n", last-first)
		for high := first; high < last; high++ {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", high, high, high)
		}
		b.WriteString("endbfrange\n")
	}
	return b.String()
}()

func mend(file []byte) ([]byte, error) {
	const begins = "<</Length "
	var out bytes.Buffer
	var moved []int // where in the file something has grown
	grown := len(rangesRight) - len(rangesHead)
	lengthGrown := 0
	rest, at := file, 0
	for {
		i := bytes.Index(rest, []byte(rangesHead))
		if i < 0 {
			break
		}
		head := bytes.LastIndex(rest[:i], []byte(begins))
		if head < 0 {
			return nil, fmt.Errorf("a font without a length")
		}
		from := head + len(begins)
		to := from + bytes.IndexByte(rest[from:], '>')
		length, err := strconv.Atoi(string(rest[from:to]))
		if err != nil {
			return nil, fmt.Errorf("length of a font: %w", err)
		}
		longer := strconv.Itoa(length + grown)
		lengthGrown = len(longer) - (to - from)
		out.Write(rest[:from])
		out.WriteString(longer)
		out.Write(rest[to:i])
		out.WriteString(rangesRight)
		moved = append(moved, at+i)
		at += i + len(rangesHead)
		rest = file[at:]
	}
	out.Write(rest)
	if len(moved) == 0 {
		return file, nil
	}
	where := func(old int) int {
		shift := 0
		for _, m := range moved {
			if old > m {
				shift += grown + lengthGrown
			}
		}
		return old + shift
	}
	return reindex(out.Bytes(), where)
}

// reindex writes the table of objects anew.
func reindex(file []byte, where func(int) int) ([]byte, error) {
	broken := fmt.Errorf("no table of objects")
	last := bytes.LastIndex(file, []byte("startxref\n"))
	table := bytes.LastIndex(file, []byte("\nxref\n"))
	trailer := bytes.LastIndex(file, []byte("trailer\n"))
	if last < 0 || table < 0 || trailer < table {
		return nil, broken
	}
	var out bytes.Buffer
	out.Write(file[:table+1])
	for _, line := range strings.SplitAfter(string(file[table+1:trailer]), "\n") {
		if strings.HasSuffix(line, " 00000 n \n") {
			old, err := strconv.Atoi(strings.TrimLeft(line[:10], "0"))
			if err != nil {
				return nil, broken
			}
			line = fmt.Sprintf("%010d%s", where(old), line[10:])
		}
		out.WriteString(line)
	}
	out.Write(file[trailer:last])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", table+1)
	return out.Bytes(), nil
}
