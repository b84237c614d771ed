package world_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func TestDeliveries(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		faults []world.DeliveryFault
		told   [][]string // the texts of each call
		want   []string   // what is delivered then
	}{
		"no fault":         {nil, [][]string{{"a", "b"}, {}, {"c"}}, []string{"a b", "", "c"}},
		"a duplicate":      {[]world.DeliveryFault{{}}, [][]string{{"a", "b"}, {"c"}}, []string{"a a! b", "c"}},
		"a late duplicate": {[]world.DeliveryFault{{Kind: world.Duplicate, Delay: time.Second}}, [][]string{{"a", "b"}}, []string{"a b a!1s"}},
		"again":            {[]world.DeliveryFault{{Kind: world.Redeliver, Times: 2}}, [][]string{{"a", "b", "c"}}, []string{"a b c a!15s b!15s"}},
		"again soon":       {[]world.DeliveryFault{{Kind: world.Redeliver, Delay: time.Second}}, [][]string{{"a"}}, []string{"a a!1s"}},
		"reordered":        {[]world.DeliveryFault{{Kind: world.Reorder}}, [][]string{{"a", "b", "c"}}, []string{"b a c"}},
		"held back":        {[]world.DeliveryFault{{Kind: world.Reorder}}, [][]string{{"a"}, {}, {"b", "c"}}, []string{"", "", "b a c"}},
		"two held back":    {[]world.DeliveryFault{{Kind: world.Reorder, Times: 2}}, [][]string{{"a", "b", "c"}}, []string{"c a b"}},
		"one after the other": {
			[]world.DeliveryFault{{Kind: world.Reorder}, {Kind: world.Duplicate}}, [][]string{{"a", "b", "c"}}, []string{"b a b! c"},
		},
		"invokes are not held back": {[]world.DeliveryFault{{Kind: world.Reorder}}, [][]string{{"invoke", "a", "b"}}, []string{"invoke b a"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			for _, f := range tt.faults {
				b.InjectDelivery(f)
			}
			var got []string
			for _, texts := range tt.told {
				var told []*schema.Activity
				for _, text := range texts {
					a := schema.TextMessage(text)
					if text == "invoke" {
						a.Type = schema.TypeInvoke
					}
					told = append(told, a)
				}
				var line []string
				for _, d := range b.Deliveries(told) {
					text := d.Activity.Text
					if d.Again {
						text += "!"
					}
					if d.After > 0 {
						text += d.After.String()
					}
					line = append(line, text)
				}
				got = append(got, strings.Join(line, " "))
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestRedelivered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		chat := b.PersonalChat(b.ann)
		message, _, err := b.Send(b.ann, chat, schema.TextMessage("hi"))
		require.NoError(t, err)
		invoke, _, err := b.Send(b.ann, chat, &schema.Activity{Type: schema.TypeInvoke, Name: "vendor/name"})
		require.NoError(t, err)
		time.Sleep(time.Minute)
		require.Equal(t, message, b.Redelivered(message))

		again := b.Redelivered(invoke)
		require.NotEqual(t, invoke.ID, again.ID)
		require.Equal(t, time.Minute, again.Timestamp.Sub(invoke.Timestamp.Time))
		again.ID, again.Timestamp = invoke.ID, invoke.Timestamp
		require.Equal(t, invoke, again)
	})
}
