package alarms

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

const berlin = "Europe/Berlin"

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ due, rule, text string }{ // now is Saturday, 21 November 2026, 12:00 in Berlin
		"10m stretch":                     {due: "2026-11-21 12:10", text: "stretch"},
		"10M  stretch   more":             {due: "2026-11-21 12:10", text: "stretch   more"},
		"90min tea":                       {due: "2026-11-21 13:30", text: "tea"},
		"1h30m":                           {due: "2026-11-21 13:30"},
		"128d summer":                     {due: "2027-03-29 12:00", text: "summer"}, // the clocks change on the day before
		"17:30 go home":                   {due: "2026-11-21 17:30", text: "go home"},
		"9:05 breakfast":                  {due: "2026-11-22 09:05", text: "breakfast"},
		"12:00\nnoon":                     {due: "2026-11-22 12:00", text: "noon"},
		"2027-01-31 09:00 taxes":          {due: "2027-01-31 09:00", text: "taxes"},
		"every day 9:00 vitamins":         {rule: "0 9 * * *", text: "vitamins"},
		"Every Weekday 09:30 stand-up":    {rule: "30 9 * * 1-5", text: "stand-up"},
		"every sunday 18:00":              {rule: "0 18 * * 0"},
		`cron "0 9 * * 1-5" stand-up`:     {rule: "0 9 * * 1-5", text: "stand-up"},
		"cron “0 9 1 * *” invoices":       {rule: "0 9 1 * *", text: "invoices"},
		"cron @daily vitamins":            {rule: "@daily", text: "vitamins"},
		"10m \"quoted\" <b>":              {due: "2026-11-21 12:10", text: "\"quoted\" <b>"},
		"17:30 2027-01-31 is part of it":  {due: "2026-11-21 17:30", text: "2027-01-31 is part of it"},
		"999999999s long":                 {due: "2058-07-30 14:46", text: "long"}, // refused as too far, not by overflow
		"9999d99999h9999999m999999999s x": {due: "2116-05-17 15:25", text: "x"},
	}
	in, err := time.LoadLocation(berlin)
	require.NoError(t, err)
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, in)
	for args, want := range tests {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			r, err := parse(args, now.UTC(), berlin)
			require.NoError(t, err)
			require.Equal(t, want.rule, r.rule)
			require.Equal(t, want.text, r.text)
			require.Equal(t, berlin, r.zone)
			if want.due != "" {
				require.Equal(t, want.due, r.due.Format("2006-01-02 15:04"))
			}
		})
	}
}

func TestParseUnclear(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"", "stretch", "10 stretch", "24:00 x", "17:3 x", "2027-02-30 09:00 x", "2027-01-31 x", "every 9:00 x", "every day x",
		"every moonday 9:00 x", "cron", "cron 0 9 * * * x", `cron "0 9 * * *`, `cron " " x`, "-10m x", "m x", "1h2d x",
	} {
		_, err := parse(args, time.Now(), "UTC")
		require.ErrorIs(t, err, errUnclear, "%q", args)
	}
	_, err := parse("10m x", time.Now(), "Europe/Atlantis")
	require.ErrorAs(t, err, new(*proactive.ZoneError))
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"10m stretch", "17:30 go home", "2027-01-31 09:00 taxes", "every weekday 9:00 x", `cron "0 9 * * 1-5" x`, "cron @daily", `cron " " x`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, args string) {
		r, err := parse(args, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), berlin)
		if err != nil {
			require.ErrorIs(t, err, errUnclear)
			return
		}
		require.NotEqual(t, r.rule == "", r.due.IsZero(), "one of them says when")
		require.True(t, strings.HasSuffix(strings.TrimSpace(args), r.text), "the text is what stands last")
	})
}

func TestZoneOf(t *testing.T) {
	t.Parallel()
	offset := schema.Time{Time: time.Date(2026, 11, 21, 12, 0, 0, 0, time.FixedZone("", -5*3600))}
	client := []schema.Entity{schema.ClientInfo{Timezone: "Asia/Tokyo"}}
	for want, a := range map[string]schema.Activity{
		berlin:       {LocalTimezone: berlin, Entities: client, LocalTimestamp: offset},
		"Asia/Tokyo": {LocalTimezone: "Europe/Atlantis", Entities: client, LocalTimestamp: offset},
		"-05:00":     {LocalTimezone: "Local", LocalTimestamp: offset},
		"UTC":        {},
	} {
		require.Equal(t, want, zoneOf(&a))
	}
}
