import type { ContractStatus } from "../../../../shared/contract-status.ts";
import type { Contract } from "../../../../shared/contracts.ts";
import { useAction } from "../../query/action.ts";
import { useRemoval } from "../../query/removal.ts";
import { useConfirmation } from "../../stores/confirmation.ts";
import { AFFECTED, changeStatus, contracts } from "./contracts.ts";
import { useContractTexts } from "./texts.ts";

interface Move {
  readonly contract: Contract;
  readonly status: ContractStatus;
}

/** What can be done to a contract without a form. */
export function useContractActions() {
  const texts = useContractTexts();
  const confirmation = useConfirmation();
  const removal = useRemoval<Contract>(contracts, ["dashboard"], ({ title }) => texts.value.removed(title));
  const moving = useAction({
    send: ({ contract, status }: Move) => changeStatus(contract, status),
    expect: ({ contract: { id }, status }) => ({
      resource: contracts.name,
      id,
      change: (row) => ({ ...row, status }),
    }),
    affects: AFFECTED,
    done: ({ title, status }) => ({ text: texts.value.moved(title, texts.value.statuses[status]) }),
  });

  async function move(contract: Contract, status: ContractStatus): Promise<void> {
    const { cancelTitle, cancelText, actions } = texts.value;
    const question = { title: cancelTitle, text: cancelText(contract.title), action: actions.cancelled };
    // There is no way back from there.
    if (status === "cancelled" && !(await confirmation.confirm(question))) return;
    moving.run({ contract, status });
  }
  return { move, isMoving: moving.isRunning, remove: removal.run };
}
