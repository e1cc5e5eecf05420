import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../access/rules.js';
import { Config } from '../../config/config.js';
import { errors } from '../../errors/errors.js';
import { Unlimited } from '../../limits/unlimited.js';
import type { Bare } from '../bare.js';
import { ANY, Produces } from '../produces.js';
import { description, pageFile, redocPage, swaggerUiPage } from './docs-pages.js';

/**
 * The API description and two ways to read it; where docs are hidden, none of it is there.
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
  describe(): Bare {
    return this.whereEnabled(() => description(this.config.publicUrl));
  }

  @Get('docs')
  @Public()
  @Produces('text/html')
  showSwaggerUi(): Bare {
    return this.whereEnabled(swaggerUiPage);
  }

  @Get('redoc')
  @Public()
  @Produces('text/html')
  showRedoc(): Bare {
    return this.whereEnabled(redocPage);
  }

  @Get(['docs/:file', 'redoc/:file'])
  @Public()
  @Produces(ANY)
  bring(@Param('file') file: string): Bare {
    return this.whereEnabled(() => pageFile(file));
  }

  private whereEnabled(answer: () => Bare | undefined): Bare {
    const found = this.config.docsEnabled ? answer() : undefined;
    if (!found) throw errors.notFound();
    return found;
  }
}
