package schema

import "encoding/json"

// EntityStreamInfo is the type of the [StreamInfo] entity.
const EntityStreamInfo = "streaminfo"

// Values of [StreamInfo.StreamType].
const (
	StreamInformative = "informative" // a line about progress
	StreamStreaming   = "streaming"   // the text so far
	StreamFinal       = "final"
)

// Values of [StreamInfo.StreamResult].
const (
	StreamSuccess = "success"
	StreamTimeout = "timeout"
	StreamError   = "error"
)

// StreamInfo says which part of a streamed message an activity is.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
type StreamInfo struct {
	StreamID       string `json:"streamId,omitempty"`      // the id that the channel gave the first part; absent on that
	StreamSequence int    `json:"streamSequence,omitzero"` // counts up from 1; absent on the final part
	StreamType     string `json:"streamType,omitempty"`    // one of the constants above
	StreamResult   string `json:"streamResult,omitempty"`  // on the final part only

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (StreamInfo) entityType() string { return EntityStreamInfo }

// StreamInfo returns the activity's stream info, and whether there is one. An activity with several has none (A9246).
func (a *Activity) StreamInfo() (StreamInfo, bool) {
	var found StreamInfo
	count := 0
	for _, e := range a.Entities {
		if info, ok := entityAs[StreamInfo](e); ok {
			found = info
			count++
		}
	}
	if count != 1 {
		return StreamInfo{}, false
	}
	return found, true
}
