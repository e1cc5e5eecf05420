import { Controller, Get, Module } from '@nestjs/common';
import { extendPolicy } from '../../src/platform/access/policy.js';
import { Requires, SignedIn } from '../../src/platform/access/rules.js';
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

@Controller('tasks/:id/audience')
class AudienceController {
  /** A permission that there is, but not for a task. */
  @Get()
  @Requires('read_audit', 'task')
  list(): void {}
}

@Controller('diary/:id')
class DiaryController {
  /** A row that others may know of. */
  @Get()
  @SignedIn({ of: 'task' })
  read(): void {}
}

@Module({ controllers: [DiaryController] })
class DiaryModule {}

@Module({ controllers: [AudienceController] })
class AudienceModule {}

test('SPEC-002.30: a route whose permission nobody declares refuses to start', async () => {
  const starting = startApp({}, silence, { features: [MoonModule] });
  await expect(starting).rejects.toThrow('MoonController.fly needs the permission "fly_to_the_moon"');
});

test('SPEC-002.31: a route whose permission is not in the policy of its row refuses to start', async () => {
  const starting = startApp({}, silence, { features: [AudienceModule] });
  await expect(starting).rejects.toThrow(
    'AudienceController.list needs the permission "read_audit", but the policy of "task" does not say whom it needs.',
  );
});

test('SPEC-002.33: a route about one’s own rows, which are not hidden, refuses to start', async () => {
  const starting = startApp({}, silence, { features: [DiaryModule] });
  await expect(starting).rejects.toThrow(
    'DiaryController.read is about one\'s own "task", whose policy is not hidden.',
  );
});

test('SPEC-002.31: a policy says once whom a permission needs', () => {
  expect(() => extendPolicy('task', { read_task: [] })).toThrow('says twice whom "read_task" needs');
});

test('SPEC-002.30: a permission is declared once', () => {
  expect(() => declarePermissions(1, { create_task: 'Again' })).toThrow('"create_task" is declared twice');
});
