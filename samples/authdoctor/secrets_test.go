package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const jwt = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2FwaSJ9.c2lnbmF0dXJl"

// tell runs the program without a network and returns its status and all that it wrote.
func tell(t *testing.T, environ []string, stdin string, args ...string) (status int, output string) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(t.Context(), args, environ, console{in: strings.NewReader(stdin), out: &out, err: &err})
	return status, out.String() + err.String()
}

func TestTokensAreRefusedAndNotRepeated(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "bot.log")
	require.NoError(t, os.WriteFile(file, []byte("level=INFO msg=hello\nrule=audience error=x token="+jwt+"\n"), 0o600))
	pretty := base64.RawURLEncoding.EncodeToString([]byte("{\n \"alg\": \"RS256\"}")) + ".eyJhdWQiOiJ4In0.c2ln"
	tests := map[string]struct {
		stdin string
		args  []string
	}{
		"argument":           {args: []string{jwt}},
		"header":             {args: []string{"Authorization: Bearer " + jwt}},
		"without signature":  {args: []string{strings.Join(strings.Split(jwt, ".")[:2], ".")}},
		"glued to a word":    {args: []string{"keyey" + jwt}},
		"flag":               {args: []string{"-f", jwt}},
		"unknown flag":       {args: []string{"-" + jwt}},
		"stdin":              {stdin: jwt, args: []string{"-f", "-"}},
		"stdin, other space": {stdin: "x\n" + pretty, args: []string{"-f", "-"}},
		"file":               {args: []string{"-f", file}},
		"json":               {stdin: `{"rule": "audience", "error": "` + jwt + `"}`, args: []string{"-json", "-f", "-"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, output := tell(t, nil, tt.stdin, tt.args...)
			require.Equal(t, exitUsage, status)
			require.Contains(t, output, "this holds a token")
			for _, part := range append(strings.Split(jwt, "."), pretty) {
				require.NotContains(t, output, part)
			}
		})
	}
}

func TestWhatOnlyLooksLikeATokenIsRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "e", "ey.J", "keyboard.example.com", "eyewitnesses-of-the-age.example-domain.com", "ewwwwwwwwwwwwwwww.wwwwwwwwwwww",
		`error="auth: audience: aud is \"11111111-2222-3333-4444-555555555555\""`,
	} {
		require.False(t, looksLikeToken(text), text)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	environ := []string{envSecret + "=" + secret}
	tests := map[string]struct {
		status int
		args   []string
		says   string
	}{
		"help":            {exitHealthy, []string{"-h"}, "usage: authdoctor"},
		"unknown flag":    {exitUsage, []string{"-" + secret}, "usage: authdoctor"},
		"bad duration":    {exitUsage, []string{"-timeout", secret}, "usage: authdoctor"},
		"no time":         {exitUsage, []string{"-timeout", "0s"}, "-timeout must be"},
		"line and file":   {exitUsage, []string{"-f", "x", "rule=audience"}, "not both"},
		"no such file":    {exitUsage, []string{"-f", "/gone/" + secret}, "no such file"},
		"nothing in line": {exitUsage, []string{"hello " + secret}, "no refused request"},
		"long line":       {exitUsage, []string{strings.Repeat("x", maxLine+1)}, "longer than"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, output := tell(t, environ, "", tt.args...)
			require.Equal(t, tt.status, status)
			require.Contains(t, output, tt.says)
			require.NotContains(t, output, secret)
		})
	}
}

// What is cut off must not end in a part of a secret.
func TestSecretsAreHiddenBeforeTextIsCut(t *testing.T) {
	t.Parallel()
	for before := maxSaw - len(secret); before <= maxSaw; before++ {
		line := `error="auth: no access token: ` + strings.Repeat("x", before) + " " + secret + `"`
		_, output := tell(t, []string{envSecret + "=" + secret}, line, "-f", "-")
		require.NotContains(t, output, secret[:4])
	}
}

// A log may repeat a secret in any place; and what was logged must not break the terminal.
func FuzzNoSecretIsPrinted(f *testing.F) {
	for _, seed := range []string{
		"rule=audience error=%s", `{"rule":"issuer","error":"%s"}`, `error="no access token: %s"`, "rule=%s", `{"log":"rule=x error=%s"}`,
		`msg="request refused" status=401 rule=expired error="auth: expired: exp was %s"`, "error=AADSTS7000215: %s", "-%s", "%s",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, value := range []string{secret, url.QueryEscape(secret)} {
			line := strings.ReplaceAll(text, "%s", value)
			for _, args := range [][]string{{"-f", "-"}, {"-json", "-f", "-"}, {"--", line}} {
				_, output := tell(t, []string{envSecret + "=" + secret, envAppID + "=" + appID}, line, args...)
				require.NotContains(t, output, value)
				require.NotContains(t, output, "\x1b")
			}
		}
	})
}

// Many different failures in one log take no memory without bound, and are not all shown.
func TestLongLogs(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	for i := range 1000 {
		log.WriteString("error=AADSTS" + strings.Repeat("9", 4+i%4) + string(rune('0'+i%10)) + string(rune('0'+i/10%10)) + "\n")
	}
	found, err := explainLog(strings.NewReader(log.String()))
	require.NoError(t, err)
	require.LessOrEqual(t, len(found.findings), maxLogFindings)
}

// A line made to be slow is read all the same: these take seconds if the work grows with the square of the length.
func TestHostileLines(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"words":   "error=x" + strings.Repeat(" x", maxLine/2-10),
		"headers": strings.Repeat("eyJ", maxLine/3-1),
		"pairs":   strings.Repeat("a=b ", maxLine/4-1),
		"groups":  strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_, _ = explainLog(strings.NewReader(strings.Repeat(line+"\n", 10)))
			require.NoError(t, ctx.Err())
		})
	}
}
