import type { ApiFailure } from "../api/http.ts";
import { failureText as textOf } from "../texts/failure-text.ts";
import { useCommonTexts } from "../texts/use-texts.ts";

export const failureText = (failure: ApiFailure, _texts: unknown) => textOf(failure, useCommonTexts().value);
