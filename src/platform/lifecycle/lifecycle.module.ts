import { Global, Module } from '@nestjs/common';
import { Lifecycle } from './lifecycle.js';
import { StartupSummary } from './startup-summary.js';

@Global()
@Module({ providers: [Lifecycle, StartupSummary], exports: [Lifecycle, StartupSummary] })
export class LifecycleModule {}
