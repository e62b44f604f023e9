package filter

import (
	"regexp"
	"slices"
)

// keep names the members of an object that are shown; nil shows the whole value.
type keep map[string]keep

var (
	shownInfo = keep{
		"ID": nil, "Name": nil, "Containers": nil, "Images": nil, "Driver": nil, "KernelVersion": nil, "OperatingSystem": nil,
		"Architecture": nil, "OSType": nil, "ServerVersion": nil, "NCPU": nil, "MemTotal": nil,
	}
	shownNetwork = keep{
		"Id": nil, "Name": nil, "Driver": nil, "Scope": nil, "Internal": nil, "EnableIPv6": nil, "IPAM": nil, "Ingress": nil,
	}
	shownEntry = keep{
		"Id": nil, "Names": nil, "Image": nil, "ImageID": nil, "Created": nil, "Ports": nil, "State": nil, "Status": nil,
		"Labels": nil, "NetworkSettings": nil, "HostConfig": {"NetworkMode": nil},
	}
	// Not shown: mounts, command line, what health checks printed, and everything else about the host.
	shownContainer = keep{
		"Id": nil, "Name": nil, "Created": nil, "Image": nil, "Driver": nil, "NetworkSettings": nil,
		"Config":     {"Hostname": nil, "Image": nil, "Env": nil, "Labels": nil, "ExposedPorts": nil},
		"HostConfig": {"NetworkMode": nil, "PortBindings": nil, "VolumesFrom": nil},
		"State": {
			"Status": nil, "Running": nil, "Paused": nil, "Restarting": nil, "Dead": nil, "Pid": nil, "ExitCode": nil,
			"StartedAt": nil, "FinishedAt": nil, "Health": {"Status": nil},
		},
	}
	shownEvent = keep{
		"status": nil, "id": nil, "from": nil, "Type": nil, "Action": nil, "scope": nil, "time": nil, "timeNano": nil,
		"Actor": {"ID": nil, "Attributes": {"name": nil, "image": nil, "container": nil, "type": nil, "signal": nil, "exitCode": nil}},
	}
)

// of is the value with its shown members only; of a list, that of each element.
func (k keep) of(value any) any {
	if k == nil {
		return value
	}
	switch value := value.(type) {
	case []any:
		shown := make([]any, len(value))
		for i, element := range value {
			shown[i] = k.of(element)
		}
		return shown
	case map[string]any:
		shown := map[string]any{}
		for name, inner := range k {
			if member, found := value[name]; found {
				shown[name] = inner.of(member)
			}
		}
		return shown
	}
	return nil // not of the shape that is known: better nothing than too much
}

// The variables that nginx-proxy's template and the companion read from containers. Everything else in a container's
// environment is its own business, passwords above all.
var shownVariable = regexp.MustCompile(`^((VIRTUAL|ACME|LETSENCRYPT|NGINX)_[A-Z0-9_]*|HTTPS_METHOD|HSTS|CERT_NAME|SSL_POLICY|` +
	`NETWORK_ACCESS|SERVER_TOKENS|ENABLE_HTTP_ON_MISSING_CERT|DISABLE_ACCESS_LOGS)=`)

func withoutSecrets(container any) any {
	shown := shownContainer.of(container)
	if config, found := at(shown, "Config").(map[string]any); found {
		environment, _ := config["Env"].([]any)
		config["Env"] = slices.DeleteFunc(environment, func(entry any) bool {
			text, isText := entry.(string)
			return !isText || !shownVariable.MatchString(text)
		})
	}
	return shown
}

// at follows member names through objects; nil where one is missing.
func at(value any, path ...string) any {
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func text(value any, path ...string) string {
	found, _ := at(value, path...).(string)
	return found
}
