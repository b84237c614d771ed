package proactive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func BenchmarkNotify(b *testing.B) {
	const people = 10_000
	store := newStore()
	for i := range people {
		add(b, store, fmt.Sprint(i), nil)
	}
	n := newNotifier(new(office), store)
	n.Interval = 1 // a nanosecond: every notice is delivered
	for b.Loop() {
		report, err := n.Notify(b.Context(), proactive.Audience{}, about("build", 1))
		require.NoError(b, err)
		require.Equal(b, people, report.Counts[proactive.Delivered])
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*people), "ns/recipient")
}

func BenchmarkIncludes(b *testing.B) {
	ann := person(nil)
	audience := proactive.Audience{Users: []string{"29:bob", "29:ann"}, TenantID: "t1", Locale: "pt", Topic: "build"}
	b.ReportAllocs()
	for b.Loop() {
		if !audience.Includes(ann) {
			b.Fatal("Ann belongs to it")
		}
	}
}

// BenchmarkRemember is a turn's share of it when nothing is new, on a store in memory.
func BenchmarkRemember(b *testing.B) {
	nothing := framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil })
	store := newStore()
	remembers := framework.Chain(nothing, proactive.Remember(store))
	for name, message := range map[string]*schema.Activity{"private": inPrivate(0), "channel": received(0)} {
		b.Run(name, func(b *testing.B) {
			office := &office{}
			turn := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				b.ReportAllocs()
				for b.Loop() {
					if err := remembers.OnTurn(ctx, turn); err != nil {
						return err
					}
				}
				return nil
			})
			_, err := office.engine.Process(b.Context(), office, message, turn)
			require.NoError(b, err)
			require.NoError(b, office.engine.Shutdown(b.Context()))
		})
	}
}

// BenchmarkExplain is an audience of 10,000 of whom every second one is in it, on a store in memory.
func BenchmarkExplain(b *testing.B) {
	store := newStore()
	for n := range 10_000 {
		add(b, store, fmt.Sprint(n), func(r *proactive.Record) {
			r.Reference.Locale = []string{"de-DE", "fr"}[n%2]
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		explained, err := proactive.Explain(b.Context(), store, proactive.Filter{AppID: "app"}, proactive.Audience{Locale: "de"})
		if err != nil || explained.Included != 5000 {
			b.Fatal(explained, err)
		}
	}
}
