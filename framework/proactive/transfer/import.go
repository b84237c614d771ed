package transfer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/convobot/convo/framework/proactive"
)

// maxLine is how long a line, or an element, may be, in bytes. A record of usual size has 1,000.
const maxLine = 1 << 20

var errTooLong = fmt.Errorf("it is longer than %d bytes", maxLine)

// Import stores the records that [Export] wrote, in batches. Of a record that the store has already, the one counts that
// was heard of later, or, if that is the same time, changed later: importing twice, or an old backup, does no harm. A line that is
// no record is reported and passed over.
//
// The error is the store's, r's, or that ctx ended; the report then says what was stored before.
func Import(ctx context.Context, store proactive.Store, r io.Reader) (Report, error) {
	i := newImporter(store)
	err := eachLine(newReader(r), func(number int, line []byte, err error) error {
		var record proactive.Record
		if err == nil {
			err = record.UnmarshalJSON(line)
		}
		if err == nil {
			record, err = checked(record)
		}
		if err != nil {
			i.report.bad(number, err)
			return ctx.Err()
		}
		return i.add(ctx, record)
	})
	if err == nil {
		err = i.flush(ctx)
	}
	return i.report, err
}

// newReader reads r without the mark that some programs put before UTF-8.
func newReader(r io.Reader) *bufio.Reader {
	const mark = "\xef\xbb\xbf"
	in := bufio.NewReaderSize(r, 64<<10)
	if head, _ := in.Peek(len(mark)); string(head) == mark {
		_, _ = in.Discard(len(mark))
	}
	return in
}

// eachLine calls do with every line that is not blank, or with the error that it is too long. The line is valid until do
// returns; an error of do, or of r, ends it.
func eachLine(in *bufio.Reader, do func(number int, line []byte, err error) error) error {
	var line []byte
	for number := 1; ; number++ {
		var tooLong error
		line = line[:0]
		part, err := in.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) {
			if len(line)+len(part) <= maxLine {
				line = append(line, part...)
			} else {
				tooLong = errTooLong
			}
			part, err = in.ReadSlice('\n')
		}
		if len(line)+len(part) > maxLine {
			tooLong = errTooLong
		}
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return fmt.Errorf("transfer: read: %w", err)
		}
		if tooLong != nil {
			line, part = line[:0], nil
		}
		if line = bytes.TrimSpace(append(line, part...)); len(line) > 0 || tooLong != nil {
			if err := do(number, line, tooLong); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
}
