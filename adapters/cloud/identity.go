package cloud

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/convobot/convo/framework/auth"
)

// The environment variables of another identity service than the cloud's, such as that of adapters/playground.
const (
	envMetadataURL = "ToBotFromChannelOpenIdMetadataUrl"
	envLoginURL    = "ToChannelFromBotLoginUrl"
)

// identity has the cloud's identity service replaced by the one that the environment names.
func (e env) identity(cloud auth.Cloud) (auth.Cloud, error) {
	metadata, login := e[envMetadataURL], e[envLoginURL]
	if metadata == "" && login == "" {
		return cloud, nil
	}
	if cloud.Issuer == "" {
		cloud = auth.PublicCloud()
	}
	if metadata != "" {
		cloud.OpenIDMetadataURL = metadata
	}
	if login == "" {
		return cloud, nil
	}
	base, err := url.Parse(login)
	if err != nil || base.Host == "" {
		return cloud, fmt.Errorf("cloud: %s is not a URL such as %s/%s", envLoginURL, cloud.LoginURL, cloud.BotTenant)
	}
	if tenant := strings.Trim(base.Path, "/"); tenant != "" {
		cloud.BotTenant = tenant
	}
	cloud.LoginURL = base.Scheme + "://" + base.Host
	return cloud, nil
}
