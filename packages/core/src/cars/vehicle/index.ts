export { canonicalMake, canonicalModel, type SplitModel, splitModel } from './names.js'
export {
  convertUnit,
  isVehicleUnit,
  type Quantity,
  type UnitKind,
  unitKind,
  type VehicleUnit,
} from './units.js'
