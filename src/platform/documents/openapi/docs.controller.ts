import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '../../config/config.js';
import { Public } from '../../access/rules.js';
import { errors } from '../../errors/errors.js';
import { Unlimited } from '../../limits/unlimited.js';
import type { RawResponse } from '../../http/raw-response.js';
import { ANY, Produces } from '../../http/produces.js';
import { description, pageFile, redocPage, swaggerUiPage } from './docs-pages.js';

/**
 * Serves the OpenAPI description, Swagger UI and Redoc. `DocsModule` hides them where docs are disabled.
 *
 * @spec SPEC-015.6 SPEC-015.7 SPEC-015.13
 */
@ApiExcludeController()
@Controller()
@Unlimited()
export class DocsController {
  constructor(private readonly config: Config) {}

  @Get('openapi.json')
  @Public()
  describe(): RawResponse {
    return description(this.config.publicUrl);
  }

  @Get('docs')
  @Public()
  @Produces('text/html')
  showSwaggerUi(): RawResponse {
    return swaggerUiPage();
  }

  @Get('redoc')
  @Public()
  @Produces('text/html')
  showRedoc(): RawResponse {
    return redocPage();
  }

  @Get(['docs/:file', 'redoc/:file'])
  @Public()
  @Produces(ANY)
  bring(@Param('file') file: string): RawResponse {
    const found = pageFile(file);
    if (!found) throw errors.notFound();
    return found;
  }
}
