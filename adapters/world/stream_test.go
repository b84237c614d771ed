package world_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// streaming is a chat into which the bot sends parts.
type streaming struct {
	town

	chat string
}

func newStreaming(t *testing.T) *streaming {
	t.Helper()
	b := setup(t)
	return &streaming{b, b.PersonalChat(b.ann)}
}

// part sends a part, or the whole if the kind is final, and returns the status, the id or code, and the words of the answer.
func (s *streaming) part(id string, sequence int, kind, text string) (int, string, string) {
	s.t.Helper()
	a := &schema.Activity{Type: schema.TypeTyping, Text: text, Entities: []schema.Entity{
		schema.StreamInfo{StreamID: id, StreamSequence: sequence, StreamType: kind},
	}}
	if kind == schema.StreamFinal {
		a.Type = schema.TypeMessage
	}
	raw, err := json.Marshal(a)
	require.NoError(s.t, err)
	status, body := s.bot(http.MethodPost, activities(s.chat), string(raw))
	var answer struct {
		ID    string `json:"id"`
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	require.NoError(s.t, json.Unmarshal([]byte(body), &answer))
	return status, answer.ID + answer.Error.Code, answer.Error.Message
}

// begin streams a first part and returns the stream's id.
func (s *streaming) begin(text string) string {
	s.t.Helper()
	status, id, _ := s.part("", 1, schema.StreamStreaming, text)
	require.Equal(s.t, http.StatusCreated, status)
	require.NotEmpty(s.t, id)
	return id
}

func (s *streaming) turnsDown(status int, code, words string) func(int, string, string) {
	return func(gotStatus int, gotCode, gotWords string) {
		s.t.Helper()
		require.Equal(s.t, []any{status, code}, []any{gotStatus, gotCode}, gotWords)
		require.Contains(s.t, gotWords, words)
	}
}

// The order and the answers of https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
func TestStream(t *testing.T) {
	t.Parallel()
	s := newStreaming(t)
	status, id, _ := s.part("", 1, schema.StreamInformative, "Searching through documents...")
	require.Equal(t, http.StatusCreated, status)
	for sequence, text := range map[int]string{2: "A brown fox"} {
		status, said, _ := s.part(id, sequence, schema.StreamStreaming, text)
		require.Equal(t, []any{http.StatusAccepted, ""}, []any{status, said})
	}
	_, _, err := s.Send(s.ann, s.chat, schema.TextMessage("go on"))
	require.NoError(t, err)
	require.Equal(t, []string{"go on"}, s.texts(s.chat), "what is streamed is no message yet")
	status, said, _ := s.part(id, 0, schema.StreamFinal, "A brown fox jumped over the fence.")
	require.Equal(t, []any{http.StatusAccepted, ""}, []any{status, said})
	require.Equal(t, []string{"A brown fox jumped over the fence.", "go on"}, s.texts(s.chat), "it stands where it began")
	require.Equal(t, id, s.Messages(s.chat)[0].ID)

	s.turnsDown(http.StatusForbidden, "ContentStreamNotAllowed", "already completed")(s.part(id, 3, schema.StreamStreaming, "A brown fox and"))
	s.begin("The next one")
	s.turnsDown(http.StatusForbidden, "ContentStreamNotAllowed", "already completed")(s.part(id, 0, schema.StreamFinal, "again"))
}

func TestStreamRefuses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1001)
	for name, tt := range map[string]struct {
		id, kind, text string
		sequence       int
		status         int
		code, words    string
	}{
		"a second stream":         {"", schema.StreamStreaming, "two", 1, 403, "ContentStreamNotAllowed", "another one"},
		"another stream's id":     {"5", schema.StreamStreaming, "A fox", 2, 400, "BadRequest", `no stream "5"`},
		"other words than before": {"ID", schema.StreamStreaming, "A dog", 2, 400, "BadRequest", "does not begin with"},
		"no words":                {"ID", schema.StreamStreaming, " ", 2, 400, "BadRequest", "should include text"},
		"no number":               {"ID", schema.StreamStreaming, "A fox", 0, 400, "BadRequest", "streamSequence 0"},
		"a stream from 2":         {"", schema.StreamStreaming, "A fox", 2, 400, "BadRequest", "streamSequence 2"},
		"a number once more":      {"ID", schema.StreamStreaming, "A fox", 1, 202, "ContentStreamSequenceOrderPreConditionFailed", "PreCondition"},
		"a long progress":         {"ID", schema.StreamInformative, long, 2, 400, "BadRequest", "1000"},
		"an end without its id":   {"", schema.StreamFinal, "A fox", 0, 400, "BadRequest", "needs a streamId"},
		"an end with a number":    {"ID", schema.StreamFinal, "A fox", 2, 400, "BadRequest", "must not have a streamSequence"},
		"an end without anything": {"ID", schema.StreamFinal, "", 0, 400, "BadSyntax", "neither text nor attachments"},
		"a kind that is not":      {"ID", "last", "A fox", 2, 202, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStreaming(t)
			id := s.begin("A fo")
			s.turnsDown(tt.status, tt.code, tt.words)(s.part(strings.ReplaceAll(tt.id, "ID", id), tt.sequence, tt.kind, tt.text))
			status, _, words := s.part(id, 7, schema.StreamStreaming, "A fox goes on")
			require.Equal(t, http.StatusAccepted, status, words)
		})
	}
}

func TestStreamsAreForPersonalChats(t *testing.T) {
	t.Parallel()
	s := newStreaming(t)
	s.chat = s.AddGroupChat("Lunch", s.ann)
	s.turnsDown(http.StatusBadRequest, "BadArgument", "not enabled")(s.part("", 1, schema.StreamStreaming, "A fox"))
	require.Empty(t, s.texts(s.chat))
}

func TestStopStream(t *testing.T) {
	t.Parallel()
	s := newStreaming(t)
	require.ErrorContains(t, s.StopStream(s.ann, s.chat), "streams nothing")
	id := s.begin("A brown")
	require.NoError(t, s.StopStream(s.ann, s.chat))
	require.Equal(t, []string{"A brown"}, s.texts(s.chat))
	s.turnsDown(http.StatusForbidden, "ContentStreamNotAllowed", "canceled by user")(s.part(id, 2, schema.StreamStreaming, "A brown fox"))
	s.turnsDown(http.StatusForbidden, "ContentStreamNotAllowed", "canceled by user")(s.part(id, 0, schema.StreamFinal, "A brown fox"))
	require.ErrorContains(t, s.StopStream(s.ann, s.chat), "streams nothing")
	require.Equal(t, []string{"A brown"}, s.texts(s.chat))
	s.begin("Another")
	require.Error(t, s.StopStream(s.bob, s.chat))
}

func TestStopStreamAt(t *testing.T) {
	t.Parallel()
	s := newStreaming(t)
	require.NoError(t, s.StopStreamAt(s.ann, s.chat, "A brown"))
	require.Error(t, s.StopStreamAt(s.bob, s.chat, "A brown"))
	id := s.begin("A")
	status, _, _ := s.part(id, 2, schema.StreamStreaming, "A brown fox")
	require.Equal(t, http.StatusAccepted, status)
	require.Equal(t, []string{"A brown fox"}, s.texts(s.chat))
	s.turnsDown(http.StatusForbidden, "ContentStreamNotAllowed", "canceled by user")(s.part(id, 3, schema.StreamStreaming, "A brown fox jumps"))
	s.begin("A brown dog")
	require.Equal(t, []string{"A brown fox"}, s.texts(s.chat), "once")
}

// What was shown in two minutes is a message, which can be replaced.
func TestStreamsEndInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStreaming(t)
		id := s.begin("A brown")
		time.Sleep(2 * time.Minute)
		status, _, _ := s.part(id, 2, schema.StreamStreaming, "A brown fox")
		require.Equal(t, http.StatusAccepted, status)
		time.Sleep(time.Millisecond)
		s.turnsDown(http.StatusForbidden, "ContentStreamNotAllowed", "exceeded streaming time")(s.part(id, 0, schema.StreamFinal, "A brown fox jumps"))
		status, _ = s.bot(http.MethodPut, activity(s.chat, id), `{"type":"message","text":"A brown fox jumps"}`)
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, []string{"A brown fox jumps"}, s.texts(s.chat))
		s.begin("The next one")
	})
}

// What was shown of a stream that the bot leaves stays for its person, who may go on before the bot does.
func TestStreamsEndWithoutTheBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStreaming(t)
		for name, comes := range map[string]func(){
			"looks": func() { require.Len(t, s.Page(s.ann, s.chat, "", 1), 1) },
			"speaks": func() {
				_, _, err := s.Send(s.ann, s.chat, schema.TextMessage("Are you there?"))
				require.NoError(t, err)
			},
			"tests": func() { require.NotEmpty(t, s.texts(s.chat)) },
		} {
			before := s.Happened()
			id := s.begin("A brown")
			time.Sleep(2*time.Minute + 1)
			comes()
			happened := s.Timeline(before)
			require.Greater(t, len(happened), 1, name)
			require.Equal(t, world.Posted, happened[1].Kind, name)
			require.Equal(t, id, happened[1].Activity.ID, name)
			require.Equal(t, "A brown", happened[1].Activity.Text, name)
		}
	})
}

func TestStreamLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStreaming(t)
		s.SetLimits(world.TeamsLimits())
		id := s.begin("A")
		s.turnsDown(http.StatusTooManyRequests, "Throttled", "")(s.part(id, 2, schema.StreamStreaming, "A brown"))
		time.Sleep(time.Second)
		status, _, _ := s.part(id, 2, schema.StreamStreaming, "A brown")
		require.Equal(t, http.StatusAccepted, status)
	})
}
