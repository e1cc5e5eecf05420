import { SetMetadata } from '@nestjs/common';

export const FORM_BODY = 'fasttrack:form-body';

/** The route takes `application/x-www-form-urlencoded` instead of JSON. */
export const FormBody = () => SetMetadata(FORM_BODY, true);

export function takesForm(handler: object): boolean {
  return Reflect.getMetadata(FORM_BODY, handler) === true;
}
