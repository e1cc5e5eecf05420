import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';

interface Response {
  status(code: number): { json(body: object): void };
}

@Catch()
export class EnvelopeFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const status = exception instanceof HttpException ? exception.getStatus() : 500;
    if (status === 500) console.error(exception);
    const error = { code: String(status), message: '', details: [] };
    host.switchToHttp().getResponse<Response>().status(status).json({ data: null, error, meta: {} });
  }
}
