package auth

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	assertionType     = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	assertionLifetime = 10 * time.Minute // what Entra advises at most
)

// asserting is the proof by an assertion: a token about the app instead of a secret of it.
//
// Spec: https://www.rfc-editor.org/rfc/rfc7523#section-2.2
func asserting(assertion func(context.Context) (string, error)) proof {
	return func(ctx context.Context) (url.Values, error) {
		token, err := assertion(ctx)
		if err != nil {
			return nil, fmt.Errorf("no client assertion: %w", err)
		}
		return url.Values{"client_assertion_type": {assertionType}, "client_assertion": {token}}, nil
	}
}

// certificateSigner makes assertions that are signed with the key of an app's certificate.
//
// Spec: https://learn.microsoft.com/entra/identity-platform/certificate-credentials
type certificateSigner struct {
	appID     string
	audience  string // the token endpoint
	load      func() (tls.Certificate, error)
	sendChain bool
}

// key loads the certificate, DER with its chain, and its key. The errors say nothing of the key.
func (s certificateSigner) key() (chain [][]byte, key *rsa.PrivateKey, err error) {
	certificate, err := s.load()
	if err != nil {
		return nil, nil, err
	}
	key, isRSA := certificate.PrivateKey.(*rsa.PrivateKey)
	if len(certificate.Certificate) == 0 || !isRSA {
		return nil, nil, errors.New("want a certificate with an RSA key")
	}
	leaf, err := x509.ParseCertificate(certificate.Certificate[0])
	now := time.Now()
	switch {
	case err != nil:
		return nil, nil, err
	case key.N.BitLen() < minKeyBits:
		return nil, nil, fmt.Errorf("the key has %d bits, want at least %d", key.N.BitLen(), minKeyBits)
	case !key.PublicKey.Equal(leaf.PublicKey):
		return nil, nil, errors.New("the key is not that of the certificate")
	case now.After(leaf.NotAfter):
		return nil, nil, fmt.Errorf("the certificate expired at %s; renew it", leaf.NotAfter.UTC().Format(time.RFC3339))
	case now.Before(leaf.NotBefore):
		return nil, nil, fmt.Errorf("the certificate is not valid before %s; check this machine's clock", leaf.NotBefore.UTC().Format(time.RFC3339))
	}
	return certificate.Certificate, key, nil
}

func (s certificateSigner) assertion() (string, error) {
	chain, key, err := s.key()
	if err != nil {
		return "", err
	}
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodPS256, jwt.RegisteredClaims{
		Issuer:    s.appID,
		Subject:   s.appID,
		Audience:  jwt.ClaimStrings{s.audience},
		ID:        rand.Text(),
		NotBefore: jwt.NewNumericDate(now),
		IssuedAt:  jwt.NewNumericDate(now),
		ExpiresAt: jwt.NewNumericDate(now.Add(assertionLifetime)),
	})
	thumbprint := sha256.Sum256(chain[0])
	token.Header["x5t#S256"] = base64.RawURLEncoding.EncodeToString(thumbprint[:])
	if s.sendChain {
		encoded := make([]string, len(chain))
		for i, der := range chain {
			encoded[i] = base64.StdEncoding.EncodeToString(der)
		}
		token.Header["x5c"] = encoded
	}
	return token.SignedString(key)
}

// TokenFile is a [TokenSource] that reads a token from the file of that name, every time that it is asked: what a
// platform projects there, as Kubernetes does for workload identity, is replaced when it is about to expire. A file of
// more than 16 KiB, or of anything but one token, is an error; errors do not repeat what is in it, nor a name without a
// slash, which may be a token.
type TokenFile string

// Token implements [TokenSource].
func (f TokenFile) Token(context.Context) (string, error) {
	file, err := os.Open(string(f))
	if failed, ok := errors.AsType[*fs.PathError](err); ok && !strings.ContainsAny(failed.Path, `/\`) {
		return "", fmt.Errorf("auth: token file: its name is not shown, because without a slash it may be the secret itself: %w", failed.Err)
	}
	if err != nil {
		return "", fmt.Errorf("auth: token file: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxToken+1))
	if err != nil {
		return "", fmt.Errorf("auth: token file: %w", err)
	}
	token := strings.TrimSpace(string(content))
	if len(content) > maxToken || token == "" || strings.ContainsFunc(token, notVisible) {
		return "", fmt.Errorf("auth: token file %s does not hold one token", string(f))
	}
	return token, nil
}
