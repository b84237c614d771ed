package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// networkAdvice tells why a service could not be asked, and what to show of the error, which is nothing when its words vary
// or say no more.
func networkAdvice(err error) (advice, string) {
	var (
		unresolved *net.DNSError
		untrusted  *tls.CertificateVerificationError
		timeout    net.Error
	)
	switch text := err.Error(); {
	case errors.As(err, &unresolved):
		return advice{
			says:  "Its host name is not known here.",
			cause: "No network, no DNS, or a network that knows only its own names.",
			fix:   "Let this machine resolve " + unresolved.Name + ". Behind a proxy, set HTTPS_PROXY for the bot.",
		}, ""
	case errors.As(err, &untrusted):
		return certificateAdvice(untrusted), ""
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return advice{
			says:  "A file that the bot proves itself with cannot be read.",
			cause: "It is not mounted, is named otherwise, or belongs to another user.",
			fix:   "Let the bot read it. For workload identity in Kubernetes, see that the pod has the label and the service account.",
		}, text
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return advice{
			says:  "There was no answer in time.",
			cause: "A firewall that drops connections to the outside, or a proxy that is needed and not used.",
			fix:   "Let the bot reach it on port 443. Behind a proxy, set HTTPS_PROXY for the bot.",
		}, ""
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return advice{
			says:  "The connection was refused.",
			cause: "A firewall, a proxy setting (HTTPS_PROXY) that leads nowhere, or no route to the internet.",
			fix:   "Let the bot reach it on port 443.",
		}, ""
	case strings.Contains(text, "Proxy Authentication Required"):
		return advice{
			says:  "The proxy wants to know who asks.",
			cause: "HTTPS_PROXY has no user and password, or the wrong ones.",
			fix:   "Correct HTTPS_PROXY, or let the proxy pass this host without them.",
		}, ""
	default:
		return advice{
			says:  "What answered is not Microsoft's service, or it has trouble.",
			cause: "A proxy or a sign-in page of the network answers in its place, or there is an outage.",
			fix:   "Open the address in a browser on this machine: Microsoft's answer is JSON. If it is, wait, and look at status.cloud.microsoft.",
		}, text
	}
}

func certificateAdvice(err error) advice {
	var (
		wrongTime x509.CertificateInvalidError
		wrongName x509.HostnameError
	)
	a := advice{
		says:  "Its certificate is not trusted here.",
		cause: "A proxy that looks into connections signs with an authority of its own, or the container has no certificates of authorities.",
		fix:   "Install the proxy's authority, or the package ca-certificates, where the bot runs.",
	}
	switch {
	case errors.As(err, &wrongTime) && wrongTime.Reason == x509.Expired:
		a.says = "Its certificate is not valid now."
		a.cause = "This machine's clock is wrong, or a proxy in between has an old certificate."
		a.fix = "Check the clock first."
	case errors.As(err, &wrongName):
		a.says = "Its certificate is for another host."
		a.cause = "DNS or a proxy leads elsewhere."
		a.fix = "Look where the host name leads on this machine."
	}
	return a
}
