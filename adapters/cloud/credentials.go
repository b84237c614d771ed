package cloud

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/auth"
)

// The environment variables of the credentials besides the client secret. Azure's own names are those that App Service and
// Kubernetes set in their programs.
const (
	envCertificate      = "MicrosoftAppCertificate"    // only as _FILE
	envCertificateKey   = "MicrosoftAppCertificateKey" // only as _FILE
	envSendChain        = "MicrosoftAppSendX5C"
	envFederatedToken   = "AZURE_FEDERATED_TOKEN_FILE"
	envAzureClientID    = "AZURE_CLIENT_ID"
	envAzureTenantID    = "AZURE_TENANT_ID"
	envIdentityEndpoint = "IDENTITY_ENDPOINT"
	envIdentityHeader   = "IDENTITY_HEADER"
)

// hasProof reports whether something proves to the identity service that the bot is the app.
func (c Config) hasProof() bool {
	return c.Tokens != nil || c.AppPassword != "" || c.CertificateFile != "" || c.FederatedTokenFile != "" || c.AppType == UserAssignedMSI
}

// checkProof says what is contradictory about the credentials.
func (c Config) checkProof() error {
	var given []string
	for _, way := range []struct {
		name string
		set  bool
	}{
		{"Tokens", c.Tokens != nil},
		{"AppPassword (" + envAppPassword + ")", c.AppPassword != ""},
		{"CertificateFile (" + envCertificate + fileSuffix + ")", c.CertificateFile != ""},
		{"FederatedTokenFile (" + envFederatedToken + ")", c.FederatedTokenFile != ""},
	} {
		if way.set {
			given = append(given, way.name)
		}
	}
	isIdentity := c.AppType == UserAssignedMSI
	switch {
	case len(given) > 1:
		return fmt.Errorf("cloud: the configuration has %s; unset all but one", strings.Join(given, " and "))
	case isIdentity && (c.AppPassword != "" || c.CertificateFile != ""):
		return fmt.Errorf("cloud: an app of the type %s (AppType, %s) has no secret and no certificate; unset %s", UserAssignedMSI, envAppType, given[0])
	case !isIdentity && (c.IdentityEndpoint != "" || c.IdentityHeader != ""):
		return fmt.Errorf("cloud: IdentityEndpoint and IdentityHeader are for apps of the type %s (AppType, %s)", UserAssignedMSI, envAppType)
	case isIdentity && c.FederatedTokenFile != "" && c.TenantID == "":
		return fmt.Errorf("cloud: the configuration lacks the tenant id (TenantID, %s or %s) of an app with workload identity", envAppTenantID, envAzureTenantID)
	case c.CertificateFile == "" && (c.CertificateKeyFile != "" || c.SendCertificateChain):
		return fmt.Errorf("cloud: a certificate's key (%s) or chain (%s) is asked for, but there is no certificate (CertificateFile, %s)",
			envCertificateKey+fileSuffix, envSendChain, envCertificate+fileSuffix)
	}
	return nil
}

// tokenSource returns where the bot's tokens come from.
func (c Config) tokenSource(logger *slog.Logger) (auth.TokenSource, error) {
	if c.Tokens != nil {
		return c.Tokens, nil
	}
	if c.AppType == UserAssignedMSI && c.FederatedTokenFile == "" {
		return auth.NewManagedIdentity(auth.ManagedIdentityConfig{
			Scope: c.Cloud.Scope, ClientID: c.AppID, Endpoint: c.IdentityEndpoint, Header: c.IdentityHeader,
			HTTPClient: c.HTTPClient, Logger: logger,
		})
	}
	credentials := auth.ClientCredentialsConfig{
		Cloud: c.Cloud, AppID: c.AppID, Password: c.AppPassword, TenantID: c.TenantID,
		HTTPClient: c.HTTPClient, Logger: logger,
	}
	if c.CertificateFile != "" {
		credentials.Certificate = c.certificate
		credentials.SendCertificateChain = c.SendCertificateChain
	}
	if c.FederatedTokenFile != "" {
		credentials.Assertion = auth.TokenFile(c.FederatedTokenFile)
	}
	return auth.NewClientCredentials(credentials)
}

// certificate loads the files; the key may be in that of the certificate.
func (c Config) certificate() (tls.Certificate, error) {
	key := c.CertificateKeyFile
	if key == "" {
		key = c.CertificateFile
	}
	pair, err := tls.LoadX509KeyPair(c.CertificateFile, key)
	return pair, withoutName(err, false)
}

// withoutName takes the file's name out of the error of one that could not be opened, if it may be what belongs into the
// file: PEM, or, where that is one word, a name without a slash. Else the secret of a bot that is set up like this is logged.
func withoutName(err error, isWord bool) error {
	failed, ok := errors.AsType[*fs.PathError](err)
	if !ok || !strings.Contains(failed.Path, "-----BEGIN") && (!isWord || strings.ContainsAny(failed.Path, `/\`)) {
		return err
	}
	return fmt.Errorf("no file can be read; its name is not shown, as it may be the secret itself: %w", failed.Err)
}

// credentials reads what proves that the bot is the app, other than its secret. What the platform sets for every program
// counts only if the bot's own variables name nothing else.
func (e env) credentials(cfg *Config) error {
	for _, name := range []string{envCertificate, envCertificateKey} {
		if e[name] != "" {
			return fmt.Errorf("cloud: %s is set; put the PEM into a file and name that in %s", name, name+fileSuffix)
		}
	}
	cfg.CertificateFile = e[envCertificate+fileSuffix]
	cfg.CertificateKeyFile = e[envCertificateKey+fileSuffix]
	if text := e[envSendChain]; text != "" {
		send, err := strconv.ParseBool(text)
		if err != nil {
			return errors.New("cloud: " + envSendChain + " is neither true nor false")
		}
		cfg.SendCertificateChain = send
	}
	if cfg.AppPassword == "" && cfg.CertificateFile == "" && e[envFederatedToken] != "" && (!cfg.Local || e[envAzureClientID] != "") {
		e.federate(cfg)
	} else if cfg.AppType == UserAssignedMSI {
		cfg.IdentityEndpoint, cfg.IdentityHeader = e[envIdentityEndpoint], e[envIdentityHeader]
	}
	return nil
}

// federate takes what workload identity sets in a program's environment, where the bot's own variables are silent.
func (e env) federate(cfg *Config) {
	cfg.Local = false
	cfg.FederatedTokenFile = e[envFederatedToken]
	if cfg.AppID == "" {
		cfg.AppID = e[envAzureClientID]
	}
	if cfg.TenantID == "" {
		cfg.TenantID = e[envAzureTenantID]
	}
	if cfg.AppType == "" && cfg.TenantID != "" {
		cfg.AppType = SingleTenant
	}
}
