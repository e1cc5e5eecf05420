import { Controller, Get, Module } from '@nestjs/common';
import { Requires } from '../../src/platform/access/rules.js';
import { declarePermissions, type Permission } from '../../src/platform/request/permissions.js';
import { startApp } from '../support/app.js';
import { silence } from '../support/silence.js';

@Controller('moon')
class MoonController {
  /** Flies there. */
  @Get()
  @Requires('fly_to_the_moon' as Permission)
  fly(): void {}
}

@Module({ controllers: [MoonController] })
class MoonModule {}

test('SPEC-002.30: a route whose permission nobody declares refuses to start', async () => {
  const starting = startApp({}, silence, { features: [MoonModule] });
  await expect(starting).rejects.toThrow('MoonController.fly needs the permission "fly_to_the_moon"');
});

test('SPEC-002.30: a permission is declared once', () => {
  expect(() => declarePermissions(1, { create_task: 'Again' })).toThrow('"create_task" is declared twice');
});
