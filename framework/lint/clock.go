package lint

import (
	"strings"
	"time"
)

// parseTime reads a date and time of ISO 8601 as it stands on the wire; one without an offset is read as UTC.
func parseTime(text string) (time.Time, bool) {
	if text == "" { // as most times are, which are not there
		return time.Time{}, false
	}
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999-0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// isUTC reports whether a time says Z.
func isUTC(text string) bool { return strings.HasSuffix(text, "Z") }

// hasOffset reports whether a time says how far it is from UTC.
func hasOffset(text string) bool {
	_, clock, ok := strings.Cut(text, "T")
	return ok && (isUTC(text) || strings.ContainsAny(clock, "+-"))
}
