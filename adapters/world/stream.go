package world

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/convobot/convo/framework/schema"
)

const (
	streamTime = 2 * time.Minute // in which a stream has to end
	maxInform  = 1000            // characters of a line about progress
)

// What the connector says of a stream that has ended.
const (
	streamCompleted = "Content stream is not allowed on an already completed streamed message"
	streamTooLate   = "Content stream finished due to exceeded streaming time."
	streamStopped   = "Content stream was canceled by user."
)

// stream is a message that the bot sends bit by bit.
type stream struct {
	id       string
	begun    time.Time
	sequence int
	shown    string // the text so far, or what the bot says that it does
	text     string
	over     string // what the connector says of it; "" while it goes on
}

// streamed takes a part of a message that the bot sends bit by bit, or all of it in the end.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux#response-codes
func (w *World) streamed(where *place, a *schema.Activity, info schema.StreamInfo) (int, any, *refusal) {
	if problem := checkPart(where, a, info); problem != nil {
		return 0, nil, problem
	}
	if problem := w.spend(&where.spent().stream, w.limits.Stream); problem != nil {
		return 0, nil, problem
	}
	w.endStream(where)
	s, status := where.stream, http.StatusAccepted
	switch {
	case info.StreamID == "" && s != nil && s.over == "":
		return 0, nil, notStreamed("Content stream is not allowed: another one of this chat goes on")
	case info.StreamID == "":
		id, _ := w.nextMessage(where, "")
		s = &stream{id: id, begun: w.clock.Now()}
		where.stream, status = s, http.StatusCreated
	case s == nil || s.id != info.StreamID:
		if _, ok := where.message(info.StreamID); ok {
			return 0, nil, notStreamed(streamCompleted)
		}
		return 0, nil, badPart("There is no stream %q", info.StreamID)
	case s.over != "":
		return 0, nil, notStreamed(s.over)
	}
	if a.Type == schema.TypeMessage {
		s.over = streamCompleted
		w.postStreamed(where, s.id, a)
		return status, schema.ResourceResponse{}, nil
	}
	return w.showPart(where, s, a, info, status)
}

// checkPart holds a part to its form.
func checkPart(where *place, a *schema.Activity, info schema.StreamInfo) *refusal {
	isFinal := info.StreamType == schema.StreamFinal
	switch {
	case where.account.ConversationType != schema.ConversationPersonal:
		return refuse(http.StatusBadRequest, "BadArgument", "Streaming API is not enabled for this conversation")
	case isFinal != (a.Type == schema.TypeMessage):
		return badPart("The streamType %q does not go with the type %q", info.StreamType, a.Type)
	case isFinal && info.StreamID == "":
		return badPart("The final part needs a streamId")
	case isFinal && info.StreamSequence != 0:
		return badPart("The final part must not have a streamSequence")
	case !isFinal && strings.TrimSpace(a.Text) == "":
		return badPart("Start streaming activities should include text")
	case !isFinal && info.StreamSequence < 1, info.StreamID == "" && info.StreamSequence != 1:
		return badPart("The streamSequence %d does not count up from 1", info.StreamSequence)
	case info.StreamType == schema.StreamInformative && len(a.Text) > maxInform:
		return badPart("An informative part has at most %d characters", maxInform)
	case !isFinal && len(a.Attachments) > 0:
		return badPart("Only the final part may have attachments")
	}
	return nil
}

// showPart shows a part that is in its order.
func (w *World) showPart(where *place, s *stream, a *schema.Activity, info schema.StreamInfo, status int) (int, any, *refusal) {
	if info.StreamSequence <= s.sequence { // accepted, and dropped
		return status, refuse(status, "ContentStreamSequenceOrderPreConditionFailed",
			"PreCondition failed exception when processing streaming activity.").body(), nil
	}
	if isText := info.StreamType != schema.StreamInformative; isText {
		if !strings.HasPrefix(a.Text, s.text) {
			return 0, nil, badPart("The text does not begin with what has been streamed")
		}
		s.text = a.Text
	}
	s.sequence, s.shown, a.ID = info.StreamSequence, cmp.Or(s.text, a.Text), s.id
	w.recordByBot(Typed, where, "", a, "")
	if where.stopAt != nil && where.stopAt(s.shown) {
		where.stopAt = nil
		with, _ := w.person(where.with)
		w.stopStream(with, where)
	}
	if status == http.StatusCreated {
		return status, schema.ResourceResponse{ID: s.id}, nil
	}
	return status, schema.ResourceResponse{}, nil
}

// endStream ends the stream of a chat whose time is over. It is for all who come to the chat, also if the bot does not come again.
func (w *World) endStream(where *place) {
	if s := where.stream; s != nil && s.over == "" && w.clock.Now().Sub(s.begun) > streamTime {
		w.leaveStream(where, streamTooLate)
	}
}

// leaveStream makes a message of what has been shown.
func (w *World) leaveStream(where *place, why string) {
	s := where.stream
	s.over = why
	w.postStreamed(where, s.id, schema.TextMessage(s.shown))
}

// postStreamed posts a message that has its id since its stream began. Others may have come up since.
func (w *World) postStreamed(where *place, id string, a *schema.Activity) {
	a.ID = id
	where.post(&message{id: id, activity: a, posted: w.clock.Now()})
	w.recordByBot(Posted, where, "", a, "")
}

// StopStream has a person stop the message that the bot is sending bit by bit: what they have seen so far stays, and the
// connector tells the bot when it sends more.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux#stop-streaming-bot-response
func (w *World) StopStream(by Person, conversationID string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return err
	}
	if where.stream == nil || where.stream.over != "" {
		return fmt.Errorf("world: the bot streams nothing in %s", where.name)
	}
	w.stopStream(by, where)
	return nil
}

// StopStreamAt is [World.StopStream] as soon as the bot has shown this much of a message, in this stream or a later one of the
// chat.
func (w *World) StopStreamAt(by Person, conversationID, text string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return err
	}
	where.stopAt = func(shown string) bool { return strings.HasPrefix(shown, text) }
	return nil
}

func (w *World) stopStream(by Person, where *place) {
	shown := schema.TextMessage(where.stream.shown)
	shown.ID, shown.From, shown.Conversation = where.stream.id, w.bot, where.conversation("")
	w.record(Entry{Kind: Stopped, Who: by.Name, Where: where.name, Activity: shown})
	w.leaveStream(where, streamStopped)
}

func badPart(format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, "BadRequest", format, args...)
}

func notStreamed(why string) *refusal {
	return refuse(http.StatusForbidden, "ContentStreamNotAllowed", "%s", why)
}
