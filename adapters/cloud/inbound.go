package cloud

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/convobot/convo/framework/auth"
)

// The environment variables that say who may call.
const (
	envCloud             = "BOT_CLOUD"
	envChannelService    = "ChannelService"
	envEmulator          = "ALLOW_EMULATOR"
	envConnectorAudience = "ALLOW_CONNECTOR_AUDIENCE"
	envCallers           = "ALLOWED_CALLERS"
	envTenants           = "ALLOWED_TENANTS"
)

// readInbound reads which cloud the bot is in, and whose tokens it accepts besides the channels'.
func (e env) readInbound(cfg *Config) error {
	var err error
	if cfg.Cloud, err = e.cloud(); err != nil {
		return err
	}
	if cfg.Cloud, err = e.identity(cfg.Cloud); err != nil {
		return err
	}
	for name, field := range map[string]*bool{
		envEmulator: &cfg.Entra.Emulator, envConnectorAudience: &cfg.Entra.ConnectorAudience,
	} {
		if e[name] == "" {
			continue
		}
		if *field, err = strconv.ParseBool(e[name]); err != nil {
			return fmt.Errorf("cloud: %s is %q; use true or false", name, e[name])
		}
	}
	cfg.Entra.Tenants = e.list(envTenants)
	cfg.Entra.Callers = e.list(envCallers)
	if _, set := e[envCallers]; set && cfg.Entra.Callers == nil {
		return fmt.Errorf("cloud: %s is set but names no app id; nobody may call then, so unset it or name who may", envCallers)
	}
	return nil
}

// cloud returns the cloud that the environment names; the zero Cloud if it names none.
func (e env) cloud() (auth.Cloud, error) {
	named := map[string][]string{ // by the values of ChannelService; GCC High and DoD share one
		"":                              {"", "Public", "USGov", "USGovDoD", "China"},
		"https://botframework.azure.us": {"USGov", "USGovDoD"},
		"https://botframework.azure.cn": {"China"},
	}
	name, service := e[envCloud], e[envChannelService]
	names, known := named[service]
	switch {
	case !known:
		return auth.Cloud{}, fmt.Errorf("cloud: %s is %q; use https://botframework.azure.us, https://botframework.azure.cn, or leave it empty for the public cloud", envChannelService, service)
	case name == "":
		name = names[0]
	case service != "" && !slices.Contains(names, name):
		return auth.Cloud{}, fmt.Errorf("cloud: %s is %q but %s is %q; set one of them only", envCloud, name, envChannelService, service)
	}
	switch name {
	case "":
		return auth.Cloud{}, nil // New takes the public one
	case "Public":
		return auth.PublicCloud(), nil
	case "USGov":
		return auth.USGovCloud(), nil
	case "USGovDoD":
		return auth.USGovDoDCloud(), nil
	case "China":
		return auth.ChinaCloud(), nil
	}
	return auth.Cloud{}, fmt.Errorf("cloud: %s is %q; use Public, USGov, USGovDoD or China", envCloud, name)
}

// entraTokens returns c.Entra with the bot's own tenant, if it has one, among those whose tokens are accepted.
func (c Config) entraTokens() auth.EntraTokens {
	t := c.Entra
	if c.TenantID != "" && (t.Emulator || t.ConnectorAudience || t.Callers != nil) {
		t.Tenants = append(slices.Clip(t.Tenants), c.TenantID)
	}
	return t
}
