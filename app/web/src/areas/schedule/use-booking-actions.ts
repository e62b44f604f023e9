import type { Booking } from "../../../../shared/schedule.ts";
import { useFormat } from "../../format/use-format.ts";
import { useAction } from "../../query/action.ts";
import { useRemoval } from "../../query/removal.ts";
import { useSession } from "../../stores/session.ts";
import { useCommonTexts } from "../../texts/use-texts.ts";
import { moved, type Step } from "./board.ts";
import { AFFECTED, bookings, moveBooking } from "./schedule.ts";
import { useScheduleTexts } from "./texts.ts";

interface Move {
  readonly booking: Booking;
  readonly step: Step;
}

/** What can be done to a booking without a form. */
export function useBookingActions() {
  const texts = useScheduleTexts();
  const common = useCommonTexts();
  const format = useFormat();
  const session = useSession();
  const removal = useRemoval<Booking>(bookings, ["dashboard"], ({ title }) => texts.value.removed(title));
  const after = ({ booking, step }: Move) => moved(booking, step, session.timeZone);

  const moving = useAction({
    send(move: Move) {
      const { startsAt, endsAt, crewId, id, version } = after(move);
      return moveBooking(id, { startsAt, endsAt, crewId, version });
    },
    expect: (move) => ({
      resource: bookings.name,
      id: move.booking.id,
      change: (row) => ({ ...row, ...after(move) }),
    }),
    affects: AFFECTED,
    done: (booking, { booking: before, step }) => ({
      text: texts.value.moved(booking.title, format.dayTime(booking.startsAt)),
      action: {
        text: common.value.undo,
        run: () => moving.run({ booking, step: { days: -step.days, crewId: before.crewId } }),
      },
    }),
  });
  const move = (booking: Booking, step: Step) => moving.run({ booking, step });
  return { move, remove: removal.run };
}
