package schema

import (
	"maps"
	"math"
	"slices"
)

// maxWaitingParts is how many parts of a stream wait for one that is missing.
const maxWaitingParts = 64

// StreamOrder puts the parts of one stream, of text or of media, in the order of their [StreamInfo.StreamSequence]
// (A5232, A9262). The zero value is ready for the first part. It is not safe for concurrent use.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#streaminfo
type StreamOrder struct {
	streamID string
	next     int // the sequence that is next; 0 before the first part
	waiting  map[int]*Activity
	ended    bool
}

// Add takes a part as it arrives. It returns the parts that are next, in order: none while one before them is missing.
//
// A part that is missing is given up when the final part arrives, or when 64 others wait for it; missing says how many
// were given up before those in ready (A5262). Passed over are parts that came before, parts of another stream and of one
// that has ended, and activities without a stream info.
func (s *StreamOrder) Add(part *Activity) (ready []*Activity, missing int) {
	info, ok := part.StreamInfo()
	if !ok || s.ended || s.next > 0 && info.StreamID != s.streamID {
		return nil, 0
	}
	if s.next == 0 {
		s.streamID, s.next, s.waiting = info.StreamID, 1, make(map[int]*Activity)
	}
	if info.StreamType == StreamFinal {
		ready, missing = s.drain(0)
		missing += max(info.StreamSequence-s.next, 0)
		s.ended, s.waiting = true, nil
		return append(ready, part), missing
	}
	if info.StreamSequence >= s.next && info.StreamSequence < math.MaxInt && s.waiting[info.StreamSequence] == nil {
		s.waiting[info.StreamSequence] = part
	}
	return s.drain(maxWaitingParts)
}

// Ended reports whether the final part has come. Nothing is held from then on (A5241).
func (s *StreamOrder) Ended() bool { return s.ended }

// drain returns what is next, and what comes after a gap if more than limit parts wait for that to close.
func (s *StreamOrder) drain(limit int) (ready []*Activity, missing int) {
	for {
		for part := s.waiting[s.next]; part != nil; part = s.waiting[s.next] {
			ready = append(ready, part)
			delete(s.waiting, s.next)
			s.next++
		}
		if len(s.waiting) <= limit {
			return ready, missing
		}
		first := slices.Min(slices.Collect(maps.Keys(s.waiting)))
		missing += first - s.next
		s.next = first
	}
}
