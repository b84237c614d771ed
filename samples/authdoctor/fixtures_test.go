package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"flag"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth/authtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What the bot of the fixtures is registered with at the stand-in.
const (
	appID  = "11111111-2222-3333-4444-555555555555"
	tenant = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
	secret = "Zq18Q~standin.secret-of-the-fixtures_abcd"
)

// fixture is one broken set-up, or one log, and what is to be found. Its golden file has the output.
type fixture struct {
	About     string            `json:"about"`
	Environ   map[string]string `json:"environ"` // $DIR stands for a folder with Files, $URL for the Service
	Files     map[string]string `json:"files"`
	Args      []string          `json:"args"`
	Stdin     []string          `json:"stdin"` // lines
	Service   service           `json:"service"`
	Diagnosis []string          `json:"diagnosis"` // the checks that find a problem, in order
	Exit      int               `json:"exit"`
}

// service is how the stand-in for Microsoft's identity service differs from one that is well.
type service struct {
	Metadata *answer `json:"metadata"`
	Keys     *answer `json:"keys"`
	Token    *answer `json:"token"`
	Clock    string  `json:"clock"` // how far its clock is ahead
	TLS      bool    `json:"tls"`   // with a certificate that nobody trusts
}

type answer struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header"`
	Text   string            `json:"text"`
	JSON   json.RawMessage   `json:"json"`
	Hang   bool              `json:"hang"`
}

var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// start returns the URL of the stand-in.
func (s service) start(t *testing.T) string {
	t.Helper()
	key, err := signingKey()
	require.NoError(t, err)
	identity, err := authtest.New(authtest.Config{AppID: appID, Password: secret, TenantID: tenant, SigningKey: key})
	require.NoError(t, err)
	ahead := time.Duration(0)
	if s.Clock != "" {
		ahead, err = time.ParseDuration(s.Clock)
		require.NoError(t, err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		special := map[string]*answer{
			"/v1/.well-known/openidconfiguration": s.Metadata, "/v1/.well-known/keys": s.Keys,
			"/msi": s.Token,
		}[r.URL.Path]
		if r.Method == http.MethodPost {
			special = s.Token
		}
		if special == nil {
			identity.ServeHTTP(w, r)
			return
		}
		special.write(w, r)
	}))
	server.Config.ErrorLog = log.New(new(bytes.Buffer), "", 0) // of handshakes that fail
	if s.TLS {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server.URL
}

func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	if a.Hang {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has gone
		<-r.Context().Done()
		return
	}
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	body := []byte(a.Text)
	if a.JSON != nil {
		w.Header().Set("Content-Type", "application/json")
		body = a.JSON
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(body)
}

// run runs the program on the fixture and returns its exit status and all that it wrote.
func (f fixture) run(t *testing.T) (status int, output string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range f.Files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	url := f.Service.start(t)
	fill := strings.NewReplacer("$DIR", dir, "$URL", url).Replace
	var environ []string
	for name, value := range f.Environ {
		environ = append(environ, name+"="+fill(value))
	}
	args := []string{"-metadata", url + "/v1/.well-known/openidconfiguration", "-login", url, "-timeout", "5s"}
	for _, arg := range f.Args {
		args = append(args, fill(arg))
	}
	var out, err bytes.Buffer
	status = run(t.Context(), args, environ, console{in: strings.NewReader(strings.Join(f.Stdin, "\n")), out: &out, err: &err})
	output = out.String() + err.String()
	return status, strings.NewReplacer(url, "http://stand-in", dir, "/dir").Replace(output)
}

// secrets are the values that the output must not have.
func (f fixture) secrets() []string {
	var all []string
	for name, value := range f.Environ {
		if namesASecret.MatchString(name) && !strings.HasPrefix(value, "$DIR") && value != "" && value != appID {
			all = append(all, value, bare(value))
		}
	}
	for _, content := range f.Files {
		all = append(all, bare(content))
	}
	return append(all, secret)
}

func readFixtures(t *testing.T) map[string]fixture {
	t.Helper()
	names, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	all := map[string]fixture{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields()
		var f fixture
		require.NoError(t, decoder.Decode(&f), name)
		all[strings.TrimSuffix(name, ".json")] = f
	}
	return all
}

func TestFixtures(t *testing.T) {
	t.Parallel()
	fixtures := readFixtures(t)
	broken := 0
	for name, f := range fixtures {
		if f.Exit == exitProblem {
			broken++
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			status, output := f.run(t)
			for _, value := range f.secrets() {
				require.NotContains(t, output, value, "a secret is printed")
			}
			if *update {
				require.NoError(t, os.WriteFile(name+".txt", []byte(output), 0o600))
			}
			want, err := os.ReadFile(name + ".txt")
			require.NoError(t, err)
			require.Equal(t, string(want), output)
			require.Equal(t, f.Exit, status)

			f.Args = append([]string{"-json"}, f.Args...)
			status, output = f.run(t)
			for _, value := range f.secrets() {
				require.NotContains(t, output, value, "a secret is printed as JSON")
			}
			require.Equal(t, f.Exit, status)
			if f.Exit == exitUsage {
				return
			}
			var got struct {
				Healthy  bool      `json:"healthy"`
				Findings []finding `json:"findings"`
			}
			require.NoError(t, json.Unmarshal([]byte(output), &got))
			var problems []string
			for _, one := range got.Findings {
				if one.Level == problem {
					problems = append(problems, one.Check)
					require.NotEmpty(t, one.Fix, one.Says)
				}
			}
			require.Equal(t, f.Diagnosis, problems)
			require.Equal(t, len(problems) == 0, got.Healthy)
		})
	}
	require.GreaterOrEqual(t, broken, 40)
}
