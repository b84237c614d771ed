package auth

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"

	"github.com/convobot/convo/framework/internal/wire"
)

const (
	maxDocument = 1 << 20 // bytes
	minKeyBits  = 2048
	maxKeyBits  = 8192 // a larger key costs time at every verification
)

// signingKey is a key that tokens are signed with. It is immutable.
type signingKey struct {
	public       *rsa.PublicKey
	endorsements []string // of a channel's key: the channels that it may speak for
	issuer       string   // of an Entra key: whose tokens it signs, with a placeholder for the tenant; may be empty
}

// fetchKeys follows the OpenID metadata to the signing keys. The keys must be served by the host of the metadata.
//
// Spec: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
func fetchKeys(ctx context.Context, client *http.Client, metadata *url.URL) (map[string]*signingKey, error) {
	var provider struct {
		KeysURL string `json:"jwks_uri"`
	}
	if err := getJSON(ctx, client, metadata.String(), &provider); err != nil {
		return nil, err
	}
	keys, err := url.Parse(provider.KeysURL)
	if err != nil || keys.Scheme != metadata.Scheme || keys.Host != metadata.Host || keys.User != nil {
		return nil, fmt.Errorf("metadata names keys at %q, which is not on %s://%s",
			clip(provider.KeysURL), metadata.Scheme, metadata.Host)
	}
	var set keySet
	if err := getJSON(ctx, client, keys.String(), &set); err != nil {
		return nil, err
	}
	usable := set.usable()
	if len(usable) == 0 {
		return nil, fmt.Errorf("none of the %d keys at %s is usable", len(set.Keys), keys)
	}
	return usable, nil
}

// keySet is a JWK Set whose keys name the channels that they are endorsed for, or the issuer that they belong to.
//
// Spec: https://www.rfc-editor.org/rfc/rfc7517#section-5
type keySet struct {
	Keys []struct {
		Type         string   `json:"kty"`
		ID           string   `json:"kid"`
		Use          string   `json:"use"`
		Algorithm    string   `json:"alg"`
		Modulus      string   `json:"n"`
		Exponent     string   `json:"e"`
		Endorsements []string `json:"endorsements"`
		Issuer       string   `json:"issuer"`
	} `json:"keys"`
}

// usable returns the RSA signing keys by id. Others are left out: a set may hold keys for other purposes.
func (s keySet) usable() map[string]*signingKey {
	keys := make(map[string]*signingKey, len(s.Keys))
	for _, k := range s.Keys {
		if k.Type != "RSA" || k.ID == "" || k.Use != "" && k.Use != "sig" || k.Algorithm != "" && k.Algorithm != algorithm {
			continue
		}
		if public, err := rsaKey(k.Modulus, k.Exponent); err == nil {
			keys[k.ID] = &signingKey{public: public, endorsements: k.Endorsements, issuer: k.Issuer}
		}
	}
	return keys
}

// rsaKey decodes an RSA key and refuses weak ones.
//
// Spec: https://www.rfc-editor.org/rfc/rfc7518#section-6.3.1
func rsaKey(modulus, exponent string) (*rsa.PublicKey, error) {
	n, err := base64.RawURLEncoding.DecodeString(modulus)
	if err != nil {
		return nil, err
	}
	e, err := base64.RawURLEncoding.DecodeString(exponent)
	if err != nil {
		return nil, err
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n)}
	if bits := key.N.BitLen(); bits < minKeyBits || bits > maxKeyBits || key.N.Bit(0) == 0 {
		return nil, errors.New("modulus is out of range")
	}
	// FIPS 186-5 asks for an odd exponent above 2^16; crypto/rsa for one that fits 31 bits.
	exp := new(big.Int).SetBytes(e)
	if bits := exp.BitLen(); bits < 17 || bits > 31 || exp.Bit(0) == 0 {
		return nil, errors.New("exponent is out of range")
	}
	key.E = int(exp.Int64())
	return key, nil
}

// getJSON reads the JSON document at address into v. Errors name the address, which is never secret.
func getJSON(ctx context.Context, client *http.Client, address string, v any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s answered %d", address, resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	if err != nil {
		return fmt.Errorf("GET %s: %w", address, err)
	}
	if len(data) > maxDocument {
		return fmt.Errorf("GET %s answered more than %d bytes", address, maxDocument)
	}
	if err := wire.Unmarshal(data, v); err != nil {
		return fmt.Errorf("GET %s: %w", address, err)
	}
	return nil
}
