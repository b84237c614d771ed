package playground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// servicePath is where the connector is, below the playground's URL.
const servicePath = "/teams/"

// maxSeen is how much of a request or an answer the inspector keeps, in bytes. The rest is served all the same.
const maxSeen = 256 << 10

// connector is the world's connector for the bot: it wants the bot's token, and the inspector sees what goes through.
func (p *Playground) connector() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := exchange{Direction: fromBot, Time: time.Now(), Method: r.Method, URL: r.URL.RequestURI(), Conversation: conversationOf(r)}
		x.see(r.Header)
		request, answer := &tee{}, &tee{}
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(r.Body, request), r.Body}
		seen := &answering{ResponseWriter: w, tee: answer}
		defer func() { // also if a fault closes the connection, which is a panic
			x.Body, x.Status, x.Answer, x.Duration = clipped(request.Bytes()), seen.status, clipped(answer.Bytes()), time.Since(x.Time)
			if x.Status == 0 {
				x.Problem = "a fault closed the connection without an answer"
			}
			p.traffic.add(x)
		}()
		if x.Problem = p.checkBot(r); x.Problem != "" {
			p.logger.WarnContext(r.Context(), "the bot's request was refused", "method", r.Method, "path", r.URL.Path, "problem", x.Problem)
			unauthorized(seen, x.Problem)
			return
		}
		// The server's own deadline would end the request, not only its reading, before a fault has it answered late.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(maxSeconds*time.Second + time.Minute))
		p.world.ServeHTTP(seen, r)
	})
}

// checkBot says what is wrong with the bot's token.
func (p *Playground) checkBot(r *http.Request) string {
	if p.identity == nil {
		return ""
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return "the bot's request has no bearer token. " + p.credentials() + "; or start the playground as anonymous, if the bot has no credentials"
	}
	if err := p.identity.VerifyBotToken(token); err != nil {
		return "the bot's token was not issued by this playground since its start, or has expired. " + p.credentials()
	}
	return ""
}

// credentials says what to check when the bot's token is not good.
func (p *Playground) credentials() string {
	return fmt.Sprintf("Check in the bot that its app id is %s, that its password is this playground's, and that it gets its tokens at %s",
		p.cfg.AppID, p.loginURL())
}

// loginURL is what a bot gets its tokens below, as BotBuilder's settings have it: with the tenant.
func (p *Playground) loginURL() string { return p.Cloud().LoginURL + "/" + p.Cloud().BotTenant }

// tokens is the token endpoint. It serves the bot whatever tenant it belongs to, and tells the person why it refused, but
// neither what was sent nor the token.
func (p *Playground) tokens() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := exchange{Direction: fromBot, Time: time.Now(), Method: r.Method, URL: r.URL.Path}
		here := r.Clone(r.Context())
		here.URL.Path = "/" + p.Cloud().BotTenant + "/oauth2/v2.0/token"
		here.URL.RawPath = ""
		answer := &tee{}
		seen := &answering{ResponseWriter: w, tee: answer}
		p.identity.ServeHTTP(seen, here)
		if seen.status == http.StatusOK {
			return
		}
		x.Status, x.Answer, x.Duration = seen.status, clipped(answer.Bytes()), time.Since(x.Time)
		x.Problem = "the bot got no token. " + p.credentials()
		p.logger.WarnContext(r.Context(), "the bot got no token", "status", seen.status, "answer", string(x.Answer))
		p.traffic.add(x)
	})
}

func unauthorized(w http.ResponseWriter, problem string) {
	w.Header().Set("WWW-Authenticate", "Bearer")
	writeJSON(w, http.StatusUnauthorized, map[string]any{"error": map[string]string{"code": "Unauthorized", "message": problem}})
}

// conversationOf returns the id of the conversation that a request is about, or "".
func conversationOf(r *http.Request) string {
	_, rest, ok := strings.Cut(r.URL.Path, "/v3/conversations/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// answering is an answer that is looked at.
type answering struct {
	http.ResponseWriter

	tee    *tee
	status int
}

// WriteHeader implements [http.ResponseWriter].
func (a *answering) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (a *answering) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	_, _ = a.tee.Write(b)
	return a.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (a *answering) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// tee keeps the beginning of what is written to it.
type tee struct{ bytes.Buffer }

// Write implements [io.Writer]; it never fails.
func (t *tee) Write(b []byte) (int, error) {
	t.Buffer.Write(b[:min(maxSeen-t.Len(), len(b))])
	return len(b), nil
}

// clipped is what the inspector shows of a body: JSON as it is, and of anything else or larger the beginning as a text.
func clipped(body []byte) json.RawMessage {
	switch {
	case len(body) == 0:
		return nil
	case len(body) < maxSeen && json.Valid(body):
		return body
	}
	return quoted(string(body[:min(len(body), maxSeen)]))
}
