package transfer

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"github.com/convobot/convo/framework/proactive"
)

// Export writes every record that the filter lets through as JSON Lines, in the order of their keys: one record a line,
// in the form of [proactive.Record.MarshalJSON]. It returns how many it wrote. What it writes are personal data, and
// not sealed, whatever the store does.
//
// The error is the store's, w's, or a record's that cannot be written; with its key as the filter's After, Export goes on
// where it ended.
func Export(ctx context.Context, store proactive.Store, filter proactive.Filter, w io.Writer) (int, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	n := 0
	for r, err := range store.All(ctx, filter) {
		if err != nil {
			return n, err
		}
		line, err := r.MarshalJSON()
		if err != nil {
			return n, fmt.Errorf("transfer: %+v: %w", r.Key, err)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return n, fmt.Errorf("transfer: write: %w", err)
		}
		n++
	}
	if err := out.Flush(); err != nil {
		return n, fmt.Errorf("transfer: write: %w", err)
	}
	return n, nil
}
