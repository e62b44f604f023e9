import type { MemberChange } from "../../../../shared/users.ts";
import { useAction } from "../../query/action.ts";
import { changePerson, inviteAgain, type Person, people } from "./people.ts";
import { usePeopleTexts } from "./texts.ts";
import { useInvitedNotice } from "./use-invited-notice.ts";

interface PersonChange {
  readonly person: Person;
  readonly change: MemberChange;
}

/** What can be done to a person without a form. */
export function usePeopleActions() {
  const texts = usePeopleTexts();
  const told = useInvitedNotice();
  const changing = useAction({
    send: ({ person, change }: PersonChange) => changePerson(person.id, change),
    expect: ({ person: { id }, change }) => ({
      resource: people.name,
      id,
      change: (row) => ({ ...row, ...change }),
    }),
    affects: [people.name],
    done: ({ name }) => ({ text: texts.value.changed(name) }),
  });
  const inviting = useAction({
    send: ({ id }: Person) => inviteAgain(id),
    affects: [people.name],
    done: (person) => told(person),
  });
  const change = (person: Person, wanted: MemberChange) => changing.run({ person, change: wanted });
  return { change, inviteAgain: inviting.run };
}
