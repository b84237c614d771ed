package teams

import (
	"fmt"
	"log/slog"
)

// What carries a secret never prints it: not with fmt, in any of its forms, and not through slog. The JSON has it.

// shown says whether there is a secret, and nothing else about it.
func shown(secret string) string {
	if secret == "" {
		return "none"
	}
	return "hidden"
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

// String says what the file is, without where to put it.
func (f FileUploadInfo) String() string {
	return fmt.Sprintf("FileUploadInfo(name %q, id %q, type %q, url %s)", f.Name, f.UniqueID, f.FileType, shown(f.UploadURL))
}

// GoString is String, for %#v.
func (f FileUploadInfo) GoString() string { return f.String() }

// LogValue is String, for slog.
func (f FileUploadInfo) LogValue() slog.Value { return slog.StringValue(f.String()) }
