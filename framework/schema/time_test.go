package schema_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestReceivedTimeKeepsItsText(t *testing.T) {
	t.Parallel()
	at := func(nanoseconds, offsetHours int) time.Time {
		zone := time.FixedZone("", offsetHours*3600)
		return time.Date(2025, 3, 4, 9, 15, 27, nanoseconds, zone)
	}
	tests := map[string]struct {
		text string
		want time.Time // zero: not a time
	}{
		"UTC":                         {"2025-03-04T09:15:27Z", at(0, 0)},
		"milliseconds":                {"2025-03-04T09:15:27.140Z", at(140_000_000, 0)},
		"7 digits, as .NET writes":    {"2025-03-04T09:15:27.3141590Z", at(314_159_000, 0)},
		"12 digits":                   {"2025-03-04T09:15:27.314159265358Z", at(314_159_265, 0)},
		"offset":                      {"2025-03-04T09:15:27.5-07:00", at(500_000_000, -7)},
		"offset zero":                 {"2025-03-04T09:15:27+00:00", at(0, 0)},
		"no zone":                     {"2025-03-04T09:15:27.314", time.Time{}},
		"date only":                   {"2025-03-04", time.Time{}},
		"escaped twice, as seen":      {`2025-03-04T09:15:27.63556\u002B00:00`, time.Time{}},
		"no such day":                 {"2025-02-30T09:15:27Z", time.Time{}},
		"not a time":                  {"<yesterday>", time.Time{}},
		"year one, .NET's MinValue":   {"0001-01-01T00:00:00Z", time.Time{}},
		"last moment that .NET knows": {"9999-12-31T23:59:59.9999999Z", time.Date(9999, 12, 31, 23, 59, 59, 999_999_900, time.UTC)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(map[string]string{"timestamp": test.text})
			require.NoError(t, err)
			a := read(t, string(text))
			require.Equal(t, test.text, a.Timestamp.Text())
			require.False(t, a.Timestamp.IsZero())
			require.True(t, a.Timestamp.Equal(test.want), "%s", a.Timestamp.Time)
			require.JSONEq(t, string(text), write(t, a))
		})
	}
}

func TestAbsentTime(t *testing.T) {
	t.Parallel()
	for _, sent := range []string{`{}`, `{"timestamp":null}`, `{"timestamp":""}`} {
		a := read(t, sent)
		require.True(t, a.Timestamp.IsZero())
		require.Empty(t, a.Timestamp.Text())
		require.Equal(t, `{}`, write(t, a))
	}
}

func TestNewTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 3, 4, 9, 15, 27, 120_000_000, time.FixedZone("", -7*3600))
	require.Equal(t, "2025-03-04T09:15:27.12-07:00", schema.NewTime(at).Text())
	require.Equal(t, "2025-03-04T16:15:27.12Z", schema.NewTime(at.UTC()).Text())
	require.JSONEq(t, `{"expiration":"2025-03-04T16:15:27.12Z"}`, write(t, schema.Activity{Expiration: schema.NewTime(at.UTC())}))
	require.True(t, schema.NewTime(time.Time{}).IsZero())
}

func TestTimeAlone(t *testing.T) {
	t.Parallel()
	var at schema.Time
	require.NoError(t, at.UnmarshalJSON([]byte(`"soon"`)))
	require.Equal(t, `"soon"`, write(t, at))
	require.Error(t, at.UnmarshalJSON([]byte(`5`)))
	require.NoError(t, at.UnmarshalJSON([]byte(`null`)))
	require.True(t, at.IsZero())
}
