package framework

import "context"

// load is what the engine holds for the channel: received activities whose turns have not ended, and redeliveries that
// wait for one of those. The engine's lock guards it.
type load struct {
	activities int
	bytes      int64
}

// take makes room for an activity and reports whether there was any.
func (l *load) take(bytes int64, maxActivities int, maxBytes int64) bool {
	if l.activities >= maxActivities || bytes > maxBytes-l.bytes {
		return false
	}
	l.activities++
	l.bytes += bytes
	return true
}

func (l *load) giveBack(bytes int64) {
	l.activities--
	l.bytes -= bytes
}

type sizeKey struct{}

// WithActivitySize returns a context for [Engine.Process] that says how many bytes the activity takes, for the engine's
// ByteLimit: those that it has on the wire or, as an empty object takes far more in memory, an estimate. Without it, an
// activity counts for nothing there.
func WithActivitySize(ctx context.Context, bytes int64) context.Context {
	return context.WithValue(ctx, sizeKey{}, bytes)
}

func activitySize(ctx context.Context) int64 {
	bytes, _ := ctx.Value(sizeKey{}).(int64)
	return max(bytes, 0)
}
