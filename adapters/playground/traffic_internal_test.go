package playground

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The newest of the traffic is kept, within so many exchanges and so many bytes, and numbers go on.
func TestTrafficIsBounded(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ n, size, headers, kept int }{
		"few":           {10, 100, 10, 10},
		"many":          {kept + 500, 10, 10, kept},
		"large":         {1000, maxSeen, 0, maxTraffic / (maxSeen + 2000)},
		"large headers": {5000, 0, 60_000, maxTraffic / 62_000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log traffic
			body, headers := quoted(strings.Repeat("x", tt.size)), map[string]string{"X": strings.Repeat("x", tt.headers)}
			for range tt.n {
				log.add(exchange{Body: body, Headers: headers})
			}
			all, _ := log.after(0)
			require.LessOrEqual(t, len(all), tt.kept+20)
			require.GreaterOrEqual(t, len(all), tt.kept)
			require.LessOrEqual(t, log.bytes, maxTraffic)
			for i, x := range all {
				require.Equal(t, tt.n-len(all)+1+i, x.Serial)
			}
			rest, more := log.after(tt.n - 1)
			require.Len(t, rest, 1)
			log.add(exchange{})
			<-more
			rest, _ = log.after(tt.n)
			require.Len(t, rest, 1)
		})
	}
}
