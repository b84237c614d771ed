package proactive_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
)

const berlin = "Europe/Berlin"

// local reads a time of a zone, with its offset.
func local(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04 -07:00", text)
	require.NoError(t, err)
	return at
}

func TestCronNext(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		expression, zone string
		after            string
		want             []string
	}{
		"weekdays": {
			"0 9 * * 1-5", berlin, "2026-11-20 09:00 +01:00", // a Friday
			[]string{"2026-11-23 09:00 +01:00", "2026-11-24 09:00 +01:00"},
		},
		"the same, from the other side of the world": {
			"0 9 * * 1-5", berlin, "2026-11-20 20:59 +13:00",
			[]string{"2026-11-20 09:00 +01:00"},
		},
		"names":             {"30 8 * jan mon", berlin, "2026-11-20 09:00 +01:00", []string{"2027-01-04 08:30 +01:00"}},
		"a descriptor":      {"@daily", berlin, "2026-11-20 09:00 +01:00", []string{"2026-11-21 00:00 +01:00"}},
		"an offset":         {"0 9 * * *", "-03:30", "2026-11-20 09:00 +00:00", []string{"2026-11-20 09:00 -03:30"}},
		"a leap day":        {"0 0 29 2 *", "UTC", "2026-11-20 09:00 +00:00", []string{"2028-02-29 00:00 +00:00"}},
		"noon stays noon":   {"0 12 * * *", berlin, "2026-03-27 13:00 +01:00", []string{"2026-03-28 12:00 +01:00", "2026-03-29 12:00 +02:00"}},
		"spring: skipped":   {"30 2 * * *", berlin, "2026-03-28 03:00 +01:00", []string{"2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00"}},
		"spring: all at 3":  {"*/20 2-3 * * *", berlin, "2026-03-29 01:00 +01:00", []string{"2026-03-29 03:00 +02:00", "2026-03-29 03:20 +02:00"}},
		"spring: hourly":    {"0 * * * *", berlin, "2026-03-29 01:00 +01:00", []string{"2026-03-29 03:00 +02:00", "2026-03-29 04:00 +02:00"}},
		"autumn: the first": {"30 2 * * *", berlin, "2026-10-24 03:00 +02:00", []string{"2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00"}},
		"autumn: once": {
			"30 2 * * *", berlin, "2026-10-25 02:10 +01:00", // the second time that it is 2:10
			[]string{"2026-10-26 02:30 +01:00"},
		},
		"autumn: hourly": {
			"0 * * * *", berlin, "2026-10-25 01:30 +02:00",
			[]string{"2026-10-25 02:00 +02:00", "2026-10-25 03:00 +01:00"},
		},
		"autumn: at the end of it": {"0 3 * * *", berlin, "2026-10-25 02:10 +02:00", []string{"2026-10-25 03:00 +01:00"}},
		"half an hour, overlapping": { // https://en.wikipedia.org/wiki/Lord_Howe_Island: by 30 minutes
			"45 1 * * *", "Australia/Lord_Howe", "2026-04-04 12:00 +11:00",
			[]string{"2026-04-05 01:45 +11:00", "2026-04-06 01:45 +10:30"},
		},
		"a day that is left out": { // Samoa crossed the date line
			"0 12 * * *", "Pacific/Apia", "2011-12-29 12:00 -10:00",
			[]string{"2011-12-31 00:00 +14:00", "2011-12-31 12:00 +14:00"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule, err := proactive.ParseCron(test.expression, test.zone)
			require.NoError(t, err)
			at := local(t, test.after)
			for _, want := range test.want {
				at = rule.Next(at)
				require.Equal(t, want, at.Format("2006-01-02 15:04 -07:00"))
			}
		})
	}
}

func TestParseCronRefuses(t *testing.T) {
	t.Parallel()
	for expression, reason := range map[string]string{
		"":                           "empty",
		"* * * *":                    "5 fields",
		"0 * * * * *":                "5 fields",
		"60 * * * *":                 "above maximum",
		"x * * * *":                  "failed to parse",
		"*/0 * * * *":                "step",
		"0 0 30 2 *":                 "never",
		"@every 1s":                  "@every",
		"@never":                     "unrecognized",
		"TZ=UTC":                     "time zone",
		"CRON_TZ=Asia/Tokyo * * * *": "time zone",
		strings.Repeat("1,", 200):    "longer than 256 bytes",
	} {
		_, err := proactive.ParseCron(expression, berlin)
		refused, ok := errors.AsType[*proactive.CronError](err)
		require.True(t, ok, "%q: %v", expression, err)
		require.Contains(t, refused.Reason, reason, expression)
		require.Contains(t, err.Error(), "30 9 * * 1-5")
	}
}

func TestLoadZone(t *testing.T) {
	t.Parallel()
	for name, offset := range map[string]string{"UTC": "+00:00", "Asia/Kolkata": "+05:30", "+02:00": "+02:00", "-09:30": "-09:30"} {
		zone, err := proactive.LoadZone(name)
		require.NoError(t, err, name)
		require.Equal(t, offset, time.Unix(0, 0).In(zone).Format("-07:00"), name)
	}
	for _, name := range []string{"", "Local", "Europe/Atlantis", "../../etc/passwd", "+25:00", "W. Europe Standard Time"} {
		_, err := proactive.LoadZone(name)
		unknown, ok := errors.AsType[*proactive.ZoneError](err)
		require.True(t, ok, "%q: %v", name, err)
		require.Equal(t, name, unknown.Zone)
		_, err = proactive.ParseCron("@daily", name)
		require.ErrorAs(t, err, &unknown)
	}
}

// FuzzParseCron wants every rule that is accepted to go on, and forward.
func FuzzParseCron(f *testing.F) {
	for _, seed := range []string{"0 9 * * 1-5", "*/15 2 29 2 *", "@weekly", "0 0 30 2 *", "TZ=", "1-5/2,7 ? * jan-MAR sun", "@every 1h"} {
		f.Add(seed, int64(1_774_746_000))
	}
	f.Fuzz(func(t *testing.T, expression string, unix int64) {
		rule, err := proactive.ParseCron(expression, berlin)
		if err != nil {
			return
		}
		at := time.Unix(unix%(1<<33), 0)
		next := rule.Next(at)
		require.True(t, next.IsZero() || next.After(at), "%q: after %v comes %v", expression, at, next)
		require.Zero(t, next.Second(), "%q", expression)
	})
}
