package schema_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestRequirementsOfEntities(t *testing.T) {
	t.Parallel()
	t.Run("A2103", func(t *testing.T) {
		t.Parallel()
		const mention, client = `{"type":"mention","mentioned":{"id":"a"},"text":"<at>a</at>"}`, `{"type":"clientInfo","country":"AT"}`
		for _, entities := range []string{mention + "," + client, client + "," + mention} {
			a := read(t, `{"text":"<at>a</at> hi","entities":[`+entities+`]}`)
			require.Equal(t, "AT", a.ClientInfo().Country)
			require.Equal(t, "hi", a.TextWithoutMention("a"))
		}
	})
	t.Run("A2104", func(t *testing.T) {
		t.Parallel()
		a := read(t, `{"text":"hi","entities":[{"type":"vendor/x"},{"type":"clientInfo","country":"AT"}]}`)
		require.Equal(t, "AT", a.ClientInfo().Country)
	})
	t.Run("A2105", func(t *testing.T) {
		t.Parallel()
		a := read(t, `{"entities":[{"type":"clientInfo","country":{}},{"type":"clientInfo","country":"AT"}]}`)
		require.Equal(t, "AT", a.ClientInfo().Country)
	})
	t.Run("A7226", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "a cat", schema.CardAction{ImageAltText: "a cat", Text: "Cat"}.AltText())
		require.Equal(t, "Cat", schema.CardAction{Text: "Cat", Title: "Choose"}.AltText())
	})
	t.Run("A3133", func(t *testing.T) {
		t.Parallel()
		a := read(t, `{"text":"hi","semanticAction":{"id":5,"state":"start"}}`)
		require.Equal(t, "hi", a.Text)
		require.Empty(t, a.SemanticAction.ID+a.SemanticAction.State)
		require.JSONEq(t, `{"id":5,"state":"start"}`, write(t, a.SemanticAction))
		a.SemanticAction.ID = "book"
		require.JSONEq(t, `{"text":"hi","semanticAction":{"id":"book"}}`, write(t, a))
	})
	t.Run("A7731", func(t *testing.T) {
		t.Parallel()
		require.NotEqual(t, read(t, `{"semanticAction":{"id":"Book"}}`).SemanticAction.ID, read(t, `{"semanticAction":{"id":"book"}}`).SemanticAction.ID)
	})
	infos := []struct {
		requirement, entities string
		found                 bool
	}{
		{"A9245", `{"type":"streaminfo","streamId":5},{"type":"streamInfo2","streamId":"b"}`, false},
		{"A9246", `{"type":"streaminfo","streamId":"a"},{"type":"streaminfo","streamId":"b"}`, false},
		{"A9246", `{"type":"vendor/x"},{"type":"streaminfo","streamId":"a"}`, true},
	}
	for _, tt := range infos {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			info, found := read(t, `{"entities":[`+tt.entities+`]}`).StreamInfo()
			require.Equal(t, tt.found, found)
			require.Equal(t, tt.found, info.StreamID != "")
		})
	}
	contexts := []struct {
		requirement, entity string
		found               bool
	}{
		{"A9263", `{"type":"context"}`, false},
		{"A9264", `{"type":"context","screenContext":{"images":"none"}}`, false},
		{"A9264", `{"type":"context","screenContext":[]}`, false},
		{"A9265", `{"type":"context","screenContext":{}}`, false},
		{"A9265", `{"type":"context","screenContext":{"images":["https://a.example/"]}}`, true},
		{"A9265", `{"type":"context","screenContext":{"title":"a page"}}`, true},
	}
	for _, tt := range contexts {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			_, found := read(t, `{"entities":[`+tt.entity+`]}`).ScreenContext()
			require.Equal(t, tt.found, found)
		})
	}
}

// part returns a part of the stream s; sequence 0 writes none.
func part(t *testing.T, sequence int, kind string) *schema.Activity {
	t.Helper()
	entity := schema.StreamInfo{StreamID: "s", StreamSequence: sequence, StreamType: kind}
	return &schema.Activity{Text: fmt.Sprint(sequence, kind), Entities: []schema.Entity{entity}}
}

func TestRequirementsOfStreams(t *testing.T) {
	t.Parallel()
	tests := []struct {
		requirement string
		sequences   []int // -1 is the final part
		want        []string
		missing     int
	}{
		{"A5232", []int{1, 2, 3}, []string{"1", "2", "3"}, 0},
		{"A5232", []int{3, 1, 2}, []string{"1", "2", "3"}, 0},
		{"A5232", []int{1, 1, 2, 2, 1}, []string{"1", "2"}, 0},
		{"A9262", []int{2, 1, 4, 3, -1}, []string{"1", "2", "3", "4", "0final"}, 0},
		{"A9262", []int{1, 4, -1}, []string{"1", "4", "0final"}, 2},
		{"A5262", []int{1, 3}, []string{"1"}, 0},
		{"A5262", []int{1, 3, 5, -1}, []string{"1", "3", "5", "0final"}, 2},
		{"A5260", []int{3, -1}, []string{"3", "0final"}, 2},
		{"A5260", []int{0, -7, math.MaxInt}, nil, 0},
		{"A5260", []int{math.MaxInt, 1, 2, -1}, []string{"1", "2", "0final"}, 0},
		{"A5241", []int{1, -1, 2, 3}, []string{"1", "0final"}, 0},
		{"A5261", []int{-1}, []string{"0final"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			var order schema.StreamOrder
			var got []string
			missing := 0
			for _, sequence := range tt.sequences {
				p := part(t, sequence, "")
				if sequence == -1 {
					p = part(t, 0, schema.StreamFinal)
				}
				ready, gaps := order.Add(p)
				missing += gaps
				for _, a := range ready {
					got = append(got, a.Text)
				}
				if order.Ended() {
					break
				}
			}
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.missing, missing)
		})
	}
	t.Run("A5241", func(t *testing.T) {
		t.Parallel()
		var order schema.StreamOrder
		_, _ = order.Add(part(t, 2, ""))
		require.False(t, order.Ended())
		_, _ = order.Add(part(t, 9, schema.StreamFinal))
		require.True(t, order.Ended())
		ready, missing := order.Add(part(t, 3, ""))
		require.Empty(t, ready)
		require.Zero(t, missing)
	})
	t.Run("A5262", func(t *testing.T) {
		t.Parallel()
		var order schema.StreamOrder // a gap is not waited for without end
		var got, missing int
		for sequence := 2; sequence < 1000; sequence++ {
			ready, gaps := order.Add(part(t, sequence, ""))
			got, missing = got+len(ready), missing+gaps
		}
		require.Equal(t, 998, got)
		require.Equal(t, 1, missing)
	})
	t.Run("A9262", func(t *testing.T) {
		t.Parallel()
		var order schema.StreamOrder
		_, _ = order.Add(part(t, 1, ""))
		other := part(t, 2, "")
		other.Entities = []schema.Entity{schema.StreamInfo{StreamID: "t", StreamSequence: 2}}
		ready, _ := order.Add(other)
		require.Empty(t, ready, "of another stream")
		ready, _ = order.Add(schema.TextMessage("a"))
		require.Empty(t, ready, "of no stream")
	})
}
