export type { CarFact, CarQuery, CarSpecs, CarValuation, FactSource } from './car.js'
