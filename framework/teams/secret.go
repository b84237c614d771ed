package teams

import (
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/convobot/convo/framework/schema"
)

// What carries a secret never prints it: not with fmt, in any of its forms, and not through slog. The JSON has it.

// shown says whether there is a secret, and nothing else about it.
func shown(secret string) string {
	if secret == "" {
		return "none"
	}
	return "hidden"
}

// printable returns an open value as people read it: raw JSON as text.
func printable(v schema.Any) any {
	if raw, ok := v.(json.RawMessage); ok {
		return string(raw)
	}
	return v
}

// String says whether there is a continuation, without it.
func (h Handoff) String() string {
	return fmt.Sprintf("Handoff(continuation %s)", shown(h.Continuation))
}

// GoString is String, for %#v.
func (h Handoff) GoString() string { return h.String() }

// LogValue is String, for slog.
func (h Handoff) LogValue() slog.Value { return slog.StringValue(h.String()) }

// String says what the file is, without where to have it.
func (f FileDownloadInfo) String() string {
	return fmt.Sprintf("FileDownloadInfo(id %q, type %q, url %s)", f.UniqueID, f.FileType, shown(f.DownloadURL))
}

// GoString is String, for %#v.
func (f FileDownloadInfo) GoString() string { return f.String() }

// LogValue is String, for slog.
func (f FileDownloadInfo) LogValue() slog.Value { return slog.StringValue(f.String()) }

// String says what the user answered, without where to put the file.
func (r FileConsentCardResponse) String() string {
	return fmt.Sprintf("FileConsentCardResponse(action %q, context %v, %v)", r.Action, printable(r.Context), r.UploadInfo)
}

// GoString is String, for %#v.
func (r FileConsentCardResponse) GoString() string { return r.String() }

// LogValue is String, for slog.
func (r FileConsentCardResponse) LogValue() slog.Value { return slog.StringValue(r.String()) }

// String says what the file is, without where to put it.
func (f FileUploadInfo) String() string {
	return fmt.Sprintf("FileUploadInfo(name %q, id %q, type %q, url %s)", f.Name, f.UniqueID, f.FileType, shown(f.UploadURL))
}

// GoString is String, for %#v.
func (f FileUploadInfo) GoString() string { return f.String() }

// LogValue is String, for slog.
func (f FileUploadInfo) LogValue() slog.Value { return slog.StringValue(f.String()) }
