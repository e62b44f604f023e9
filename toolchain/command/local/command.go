// Package local has the resource that runs a command on this machine when it is created, updated and deleted.
package local

import (
	"context"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Command runs local commands as parts of its life cycle.
//
// It has no Diff and no Read of its own: infer's default makes each changed input an update, but `triggers` a
// replacement, and leaves the state alone on refresh. It wires no dependencies either: by default an output is secret
// only if the input of its own name is, so stdout and stderr stay plain (additionalSecretOutputs is for that).
type Command struct{}

// Inputs are those of the official resource but assetPaths and archivePaths, which this project does not use; an input
// that is not here is refused.
type Inputs struct {
	Create                 *string           `pulumi:"create,optional"`
	Update                 *string           `pulumi:"update,optional"`
	Delete                 *string           `pulumi:"delete,optional"`
	Environment            map[string]string `pulumi:"environment,optional"`
	Stdin                  *string           `pulumi:"stdin,optional"`
	Dir                    *string           `pulumi:"dir,optional"`
	Interpreter            []string          `pulumi:"interpreter,optional"`
	Logging                *Logging          `pulumi:"logging,optional"`
	AddPreviousOutputInEnv *bool             `pulumi:"addPreviousOutputInEnv,optional"`
	Triggers               []any             `pulumi:"triggers,optional" provider:"replaceOnChanges"`
}

// Outputs are the inputs and what the last create or update printed.
type Outputs struct {
	Inputs
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// Create runs `create`; the id is the resource's name and 8 random hexadecimal digits.
func (Command) Create(
	ctx context.Context, request infer.CreateRequest[Inputs],
) (infer.CreateResponse[Outputs], error) {
	outputs := Outputs{Inputs: request.Inputs}
	if request.DryRun {
		return infer.CreateResponse[Outputs]{Output: outputs}, nil
	}
	id, err := resource.NewUniqueHex(request.Name, 8, 0)
	if err != nil {
		return infer.CreateResponse[Outputs]{}, err
	}
	outputs, err = run(ctx, request.Inputs.Create, outputs, nil)
	return infer.CreateResponse[Outputs]{ID: id, Output: outputs}, err
}

// Update runs `update`, or `create` where there is none, whichever input has changed. When it fails the engine keeps
// the old inputs and outputs, so the next up tries again.
func (Command) Update(
	ctx context.Context, request infer.UpdateRequest[Inputs, Outputs],
) (infer.UpdateResponse[Outputs], error) {
	outputs := Outputs{Inputs: request.Inputs, Stdout: request.State.Stdout, Stderr: request.State.Stderr}
	if request.DryRun {
		return infer.UpdateResponse[Outputs]{Output: outputs}, nil
	}
	command := request.Inputs.Update
	if command == nil {
		command = request.Inputs.Create
	}
	outputs, err := run(ctx, command, outputs, &request.State)
	return infer.UpdateResponse[Outputs]{Output: outputs}, err
}

// Delete runs `delete` as it is in the state, with the environment in the state.
func (Command) Delete(ctx context.Context, request infer.DeleteRequest[Outputs]) (infer.DeleteResponse, error) {
	_, err := run(ctx, request.State.Delete, request.State, &request.State)
	return infer.DeleteResponse{}, err
}

// run executes command (nil: nothing to do) with the inputs in outputs, and returns outputs with what it printed.
// previous is the state before, whose stdout and stderr the command gets in its environment; nil if there was none.
func run(ctx context.Context, command *string, outputs Outputs, previous *Outputs) (Outputs, error) {
	if command == nil {
		return outputs, nil
	}
	logger := provider.GetLogger(ctx)
	stdout, stderr, err := execute(ctx, process{
		arguments:   arguments(outputs.Interpreter, *command),
		directory:   value(outputs.Dir),
		stdin:       value(outputs.Stdin),
		environment: environment(outputs.Inputs, previous),
		log:         logger.InfoStatus,
		logging:     value(outputs.Logging),
	})
	if err != nil {
		return outputs, err
	}
	outputs.Stdout, outputs.Stderr = stdout, stderr
	return outputs, nil
}

// value returns what pointer points to, or the zero value.
func value[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}
