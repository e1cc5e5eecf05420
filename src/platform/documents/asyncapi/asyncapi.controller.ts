import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../access/rules.js';
import { Config } from '../../config/config.js';
import { packageRoot } from '../../config/paths.js';
import { RawResponse } from '../../http/raw-response.js';
import { Unlimited } from '../../limits/unlimited.js';
import { describeSockets } from './asyncapi.js';
import { MessageLog } from '../../realtime/message-log.js';

/** Serves the AsyncAPI description of the messages over Socket.IO. */
@ApiExcludeController()
@Controller()
@Unlimited()
export class AsyncApiController {
  constructor(
    private readonly config: Config,
    private readonly log: MessageLog,
  ) {}

  @Get('asyncapi.json')
  @Public()
  describe(): RawResponse {
    const { publicUrl } = this.config;
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
    return RawResponse.json(describeSockets({ version, publicUrl, schemas: this.log.schemas }));
  }
}
