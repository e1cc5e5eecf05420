import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesRepository } from './preferences.repository.js';
import { PreferencesService } from './preferences.service.js';

/** Needs `ReadableProjects` from the feature that implements it. */
@Section('What you want to hear of: mails for notifications, and muted projects.')
@Module({ controllers: [PreferencesController], providers: [PreferencesRepository, PreferencesService] })
export class PreferencesModule {}
