package transcript

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/text"
)

// retainEvery is how often [Retain] looks for what is too old.
const retainEvery = time.Hour

// Retain deletes what was recorded longer ago than keep says, at once and then every hour, until ctx ends; it returns nil
// then. A store that fails is logged to logger, nil for slog.Default, and asked again an hour later. Several processes
// may do it at the same time. A keep that is not positive is an error.
func Retain(ctx context.Context, store Store, keep time.Duration, logger *slog.Logger) error {
	if keep <= 0 {
		return fmt.Errorf("transcript: entries cannot be kept for %v; name a time that is longer than nothing", keep)
	}
	if logger == nil {
		logger = slog.Default()
	}
	tick := time.NewTicker(retainEvery)
	defer tick.Stop()
	for {
		deleted, err := store.DeleteBefore(ctx, time.Now().Add(-keep))
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			logger.ErrorContext(ctx, "old entries of transcripts were not deleted", "error", err)
		case deleted > 0:
			logger.InfoContext(ctx, "old entries of transcripts were deleted", "entries", deleted)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// ParseRetention reads how long entries are kept, as people write it in a setting: 30d, or a duration of package time
// such as 720h.
func ParseRetention(s string) (time.Duration, error) {
	keep, err := time.ParseDuration(s)
	if number, isDays := strings.CutSuffix(s, "d"); isDays {
		var days uint64
		days, err = strconv.ParseUint(number, 10, 16) // as many as a Duration holds
		keep = time.Duration(days) * 24 * time.Hour
	}
	if err != nil || keep <= 0 {
		return 0, fmt.Errorf("transcript: %q is no time to keep entries for; write it like 30d or 720h", text.Clip(s, 20))
	}
	return keep, nil
}
