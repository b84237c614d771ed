package sqlstore

import (
	"context"
	"errors"
	"time"

	"github.com/convobot/convo/framework/internal/wait"
)

// errOvertaken says that another was faster to write what was read.
var errOvertaken = errors.New("others kept writing the same")

// maxRaces is how often a write is tried again because others were faster. Each time, one of those who compete wins.
const maxRaces = 100

// compete tries again what others were faster with.
func (d *DB) compete(ctx context.Context, op string, try func() error) error {
	for n := range maxRaces {
		err := try()
		if !errors.Is(err, errOvertaken) {
			return err
		}
		if err := wait.Upto(ctx, time.Millisecond<<min(n, 5)); err != nil {
			return err
		}
	}
	return &Error{Op: op, Kind: ErrBusy, Err: errOvertaken}
}
