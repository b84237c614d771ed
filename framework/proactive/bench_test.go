package proactive_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
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
