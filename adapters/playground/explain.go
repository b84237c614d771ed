package playground

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// unanswered says in words why a request to the bot got no answer.
func (p *Playground) unanswered(err error) botAnswer {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // without the method and the URL, which the texts name
	}
	var timeout net.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return botAnswer{late: true, Problem: fmt.Sprintf(
			"the bot did not answer within %v, so Teams sends it this once more; a bot that needs longer answers first and works afterwards", answerLimit)}
	case errors.Is(err, syscall.ECONNREFUSED):
		return botAnswer{Problem: fmt.Sprintf("nothing listens at %s: start the bot there, or give the playground the URL of its endpoint", p.cfg.Bot)}
	case errors.Is(err, http.ErrSchemeMismatch):
		return botAnswer{Problem: fmt.Sprintf("the bot at %s speaks http, not https: change the URL", p.cfg.Bot)}
	}
	if no, ok := errors.AsType[*net.DNSError](err); ok {
		return botAnswer{Problem: fmt.Sprintf("there is no host %s: check the URL of the bot, %s", no.Name, p.cfg.Bot)}
	}
	if no, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return botAnswer{Problem: fmt.Sprintf("the certificate of %s is not trusted (%v): on this machine the bot can be reached by http", p.cfg.Bot, no.Err)}
	}
	return botAnswer{Problem: fmt.Sprintf("the bot at %s cannot be reached: %v; is it running?", p.cfg.Bot, err)}
}

// refused says in words what the status of the bot's answer means, or "" if it took the activity.
func (p *Playground) refused(resp *http.Response) string {
	status := resp.StatusCode
	if status >= 200 && status <= 299 {
		return ""
	}
	said := fmt.Sprintf("the bot answered %d %s", status, http.StatusText(status))
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return said + ": " + p.distrusted()
	case status == http.StatusNotFound:
		return fmt.Sprintf("%s: nothing takes messages at %s; the path of bots is usually /api/messages", said, p.cfg.Bot)
	case status == http.StatusNotImplemented:
		return said + ": it has no handler for this"
	case status >= 300 && status <= 399:
		return fmt.Sprintf("%s, elsewhere, where the token must not go: give the playground the final URL%s", said, destination(resp))
	case status >= 500:
		return said + ": it failed; its log says where"
	}
	return said
}

// distrusted says what to check when the bot does not trust the playground.
func (p *Playground) distrusted() string {
	if p.identity == nil {
		return "it wants proof of who calls, and without credentials there is none. Start the playground with the bot's app id and password"
	}
	return fmt.Sprintf("it does not trust this playground. Check in the bot that its app id is %s, that it takes the keys from %s, and that it "+
		"allows the service URL %s; its own log says what failed", p.cfg.AppID, p.Cloud().OpenIDMetadataURL, p.ServiceURL())
}

func destination(resp *http.Response) string {
	to, err := resp.Location()
	if err != nil {
		return ""
	}
	return ", perhaps " + to.Redacted()
}
