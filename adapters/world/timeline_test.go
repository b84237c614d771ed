package world_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func TestTimelineKeepsTheNewest(t *testing.T) {
	t.Parallel()
	w := world.New(world.Config{Keep: 10})
	ann := w.AddPerson(world.Person{Name: "Ann"})
	say := func(text string) {
		_, _, err := w.Send(ann, w.PersonalChat(ann), schema.TextMessage(text))
		require.NoError(t, err)
	}
	for range 95 {
		say("hello")
	}
	require.Equal(t, 95, w.Happened())
	kept := w.Timeline(0)
	require.GreaterOrEqual(t, len(kept), 10)
	require.LessOrEqual(t, len(kept), 20)
	require.Equal(t, 95, kept[len(kept)-1].Serial)
	require.Equal(t, 95-len(kept)+1, kept[0].Serial, "no number is left out")

	require.Len(t, w.Timeline(93), 2, "the number of those seen counts those forgotten")
	require.Empty(t, w.Timeline(95))
	require.Empty(t, w.Timeline(1000))
}

// What the bot sends is kept within so many bytes, whatever it does with it; what it did before goes.
func TestTimelineKeepsSoMuchOfTheBot(t *testing.T) {
	t.Parallel()
	for _, keep := range []int{0, 10_000} {
		w := world.New(world.Config{Keep: keep})
		ann := w.AddPerson(world.Person{Name: "Ann"})
		chat := w.PersonalChat(ann)
		body := `{"type":"typing","text":"` + strings.Repeat("x", 90_000) + `"}`
		for range 1000 {
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/emea/v3/conversations/"+url.PathEscape(chat)+"/activities", strings.NewReader(body))
			w.ServeHTTP(httptest.NewRecorder(), req)
		}
		entries := w.Timeline(0)
		require.Equal(t, 1000, entries[len(entries)-1].Serial)
		require.Equal(t, 1000-len(entries)+1, entries[0].Serial)
		if keep == 0 {
			require.Len(t, entries, 1000)
			continue
		}
		require.Len(t, entries, 64<<20/len(body))
		_, _, err := w.Send(ann, chat, schema.TextMessage("hello"))
		require.NoError(t, err)
		require.Len(t, w.Timeline(0), len(entries)+1, "people's own are not counted")
	}
}

func TestChangedWakesAtTheNextEntry(t *testing.T) {
	t.Parallel()
	w := world.New(world.Config{})
	ann := w.AddPerson(world.Person{Name: "Ann"})
	chat := w.PersonalChat(ann)

	one, another := w.Changed(), w.Changed()
	select {
	case <-one:
		t.Fatal("nothing has changed yet")
	default:
	}
	_, _, err := w.Send(ann, chat, schema.TextMessage("hello"))
	require.NoError(t, err)
	<-one
	<-another
	select {
	case <-w.Changed():
		t.Fatal("the next change is still to come")
	default:
	}
}
