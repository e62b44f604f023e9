package proxy

import "chalan-stack/images/edge/engine"

// Reach is the set of networks that nginx can use.
type Reach struct {
	networks map[string]bool
	onHost   bool
}

// NginxReach takes the networks of the first container with the nginx label; without one, docker-gen's own.
// Reports whether the label was found.
func NginxReach(containers []engine.Container, label, ownID string) (Reach, bool) {
	for _, container := range containers {
		if _, labelled := container.Labels[label]; labelled {
			return reachOf(container), true
		}
	}
	for _, container := range containers {
		if ownID != "" && container.ID == ownID {
			return reachOf(container), false
		}
	}
	return Reach{}, false
}

func reachOf(container engine.Container) Reach {
	reach := Reach{networks: map[string]bool{}}
	for _, network := range container.Networks {
		reach.networks[network.Name] = true
		reach.onHost = reach.onHost || network.Name == "host"
	}
	return reach
}

// Address is where nginx reaches a container: its address on the first shared network; "" when there is none.
// Swarm's ingress network carries no traffic between containers.
func (r Reach) Address(container engine.Container) string {
	for _, network := range container.Networks {
		if network.Name == "ingress" {
			continue
		}
		if network.Name == "host" && r.onHost {
			return "127.0.0.1"
		}
		if network.IP != "" && (r.networks[network.Name] || r.onHost) {
			return network.IP
		}
	}
	return ""
}
